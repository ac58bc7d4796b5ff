#include "receipts/csv.hpp"

#include <algorithm>

#include "ledger/money.hpp"
#include "mapping/text.hpp"

namespace bursar::receipts {
namespace {

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

void append_cell(std::string_view cell, std::string& out) {
  std::string text = mapping::clean_text(cell);
  constexpr std::string_view dangerous = "=+-@";
  const bool is_formula = !text.empty() && dangerous.find(text.front()) != std::string_view::npos;
  if (is_formula && !is_number(text)) text.insert(text.begin(), '\'');
  if (text.find_first_of(",\"") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_csv_row(const std::vector<std::string>& cells, std::string& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_cell(cells[i], out);
  }
  out += "\r\n";
}

std::string decimal(std::int64_t hundredths) {
  std::string text;
  constexpr int two = 2;
  ledger::append_amount({hundredths, {}}, '.', two, text);
  return text;
}

}  // namespace bursar::receipts
