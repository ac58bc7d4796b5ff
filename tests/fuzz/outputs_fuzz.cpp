// Whatever the platform's texts are, each output keeps its form: lines of a terminal and of the
// journal, CSV for people, the journal layouts, OFX, HTML, labels of metrics.
#include <algorithm>
#include <vector>

#include "csv_reading.hpp"
#include "export/csv_writer.hpp"
#include "export/ofx_writer.hpp"
#include "fuzz_target.hpp"
#include "mapping/layout.hpp"
#include "page/markup.hpp"
#include "text/csv_row.hpp"
#include "text/metric_label.hpp"
#include "text/shown.hpp"
#include "text/utf8.hpp"

namespace bursar::fuzz {
namespace {

// Nothing of it steers a terminal, breaks a line or turns the order around.
bool is_harmless(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const text::Character next = text::decode_character(text.substr(at, 4));
    const std::uint32_t code = next.code;
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool turns = code == 0x61C || code == 0x200E || code == 0x200F ||
                       (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    if (code == text::Character::not_utf8 || control || turns || code == 0xFEFF) return false;
    at += next.size;
  }
  return true;
}

void lines(std::string_view name) {
  const std::string shown = text::shown(name);
  require(is_harmless(shown), "a line is harmless");
  require(text::shown(shown) == shown, "what is shown stays as it is");
}

void csv_for_people(const std::vector<std::string>& cells) {
  std::string text;
  text::append_csv_row(cells, text);
  text::append_csv_row(cells, text);
  const auto rows = read_csv(text, ',', true);
  require(rows.size() == 2 && rows[0] == rows[1], "each row is one row");
  require(rows[0].size() == cells.size(), "each cell is one cell");
  for (const std::string& cell : rows[0]) {
    require(is_harmless(cell), "a cell is harmless");
    constexpr std::string_view formulas = "=+@";
    require(cell.empty() || formulas.find(cell.front()) == std::string_view::npos,
            "a cell is no formula");
  }
}

void journal_layouts(std::string_view name, std::string_view description) {
  static const std::vector<mapping::Layout> layouts{mapping::load_layout("hledger"),
                                                    mapping::load_layout("quickbooks-journal")};
  mapping::Record record;
  for (const auto field : {mapping::Field::title, mapping::Field::memo, mapping::Field::account}) {
    record.set(field, field == mapping::Field::title ? name : description);
  }
  for (const mapping::Layout& layout : layouts) {
    std::string text;
    exporting::append_csv_line(layout.csv, record, text);
    const auto breaks = std::count(text.begin(), text.end(), '\n');
    require(breaks == 1 && text.ends_with('\n'), "a row of a journal is one line");
  }
}

void ofx(std::string_view name, std::string_view description) {
  exporting::StatementLine line;
  line.id = "row";
  line.group = "group";
  line.date = ledger::parse_civil_date("2026-11-08").value();
  line.amount = {-1850, ledger::Currency::parse("EUR").value()};
  const std::string text = exporting::ofx_line(line, name, description);
  std::size_t opened = 0;
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    ++opened;
  }
  const auto closed = static_cast<std::size_t>(std::count(text.begin(), text.end(), '>'));
  require(opened == closed, "no text opens an element");
  std::string one_line = text;
  std::erase_if(one_line, [](char c) { return c == '\r' || c == '\n'; });
  require(one_line.find('\x1B') == std::string::npos, "no text holds an escape");
}

void html(std::string_view name) {
  const std::string text =
      page::element("p", {{"title", std::string(name)}}, page::written(name)).html();
  require(std::count(text.begin(), text.end(), '<') == 4, "no text becomes markup");
  require(std::count(text.begin(), text.end(), '"') == 2, "no text ends an attribute");
}

void metrics(std::string_view name) {
  std::string label = text::metric_label("source", name);
  require(is_harmless(label), "a label is one harmless line");
  require(label.starts_with("source=\"") && label.ends_with('"'), "a label is quoted");
  std::string_view value = std::string_view(label).substr(8, label.size() - 9);
  while (!value.empty()) {
    require(value.front() != '"', "a quotation mark within a label is escaped");
    value.remove_prefix(value.front() == '\\' ? std::min<std::size_t>(2, value.size()) : 1);
  }
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const std::string_view text = fuzz::text_of(data, size);
  const std::string_view name = text.substr(0, size / 2);
  const std::string_view description = text.substr(size / 2);
  fuzz::lines(text);
  fuzz::csv_for_people({std::string(name), std::string(description), std::string(text)});
  fuzz::journal_layouts(name, description);
  fuzz::ofx(name, description);
  fuzz::html(text);
  fuzz::metrics(text);
  return 0;
}
