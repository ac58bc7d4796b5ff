#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "error/suggestion.hpp"
#include "mapping/layout_reading.hpp"

namespace bursar::mapping {
namespace {

using document::Node;
using document::Place;
using document::Problems;
using document::TableReader;

// What each line of an entry has for itself: it cannot stand where an entry is written once.
constexpr std::array<Field, 17> of_a_line{
    Field::ledger_account, Field::nickname, Field::money_account,
    Field::gl_amount,      Field::amount,   Field::debit,
    Field::credit,         Field::tax_code, Field::software_tax,
    Field::class_name,     Field::location, Field::name,
    Field::memo,           Field::line_no,  Field::line_id,
    Field::part,           Field::role};

// Reads [csv]; lives no longer than that.
class CsvReader {
 public:
  CsvReader(TableReader& reader, Layout& layout, Problems& problems)
      : reader_(reader), layout_(layout), csv_(layout.csv), problems_(problems) {}

  void read() {
    read_dialect();
    read_preamble();
    reader_.require("columns");
    csv_.columns = read_columns("columns");
    csv_.posting_columns = read_columns("posting_columns");
    csv_.postings = layout_.journal.postings;
    check_posting_columns();
    reader_.refuse_others();
  }

 private:
  void read_dialect() {
    csv_.delimiter = character("delimiter", ",;\t|", csv_.delimiter);
    csv_.decimal_mark = character("decimal", ".,", csv_.decimal_mark);
    static constexpr std::array<std::string_view, 2> line_ends{"crlf", "lf"};
    if (reader_.choice("line_end", line_ends) == 1) csv_.line_end = "\n";
    static constexpr std::array<std::string_view, 3> encodings{"utf-8", "utf-8-bom",
                                                               "windows-1252"};
    if (const auto encoding = reader_.choice("encoding", encodings)) {
      csv_.encoding = static_cast<Encoding>(*encoding);
    }
    static constexpr std::array<std::string_view, 4> quotings{"minimal", "all", "text", "none"};
    if (const auto quoting = reader_.choice("quoting", quotings)) {
      csv_.quoting = static_cast<Quoting>(*quoting);
    }
    csv_.header = reader_.boolean("header").value_or(true);
    // An importer matches names and reads numbers: to it an apostrophe is a part of them.
    csv_.defuse = reader_.boolean("defuse").value_or(layout_.kind == LayoutKind::table);
    const bool quotes_figures = csv_.quoting == Quoting::minimal || csv_.quoting == Quoting::all;
    if (!quotes_figures && csv_.delimiter == csv_.decimal_mark) {
      problems_.add(reader_.node("quoting")->place,
                    "amounts with a decimal comma between commas must be quoted: choose another "
                    "delimiter, or quoting = \"minimal\"");
    }
  }

  char character(std::string_view key, std::string_view allowed, char usual) {
    const Node* node = reader_.text(key);
    if (node == nullptr) return usual;
    if (node->text.size() == 1 && allowed.find(node->text[0]) != std::string_view::npos) {
      return node->text[0];
    }
    problems_.add(node->place, fmt::format("{}: \"{}\" is not one of the characters {}", key,
                                           node->text, key == "decimal" ? ". ," : ", ; | \\t"));
    return usual;
  }

  void read_preamble() {
    const Node* lines = reader_.list("preamble");
    if (lines == nullptr) return;
    for (const Node& line : lines->items) {
      if (line.kind != Node::Kind::text || line.text.find_first_of("\r\n") != std::string::npos) {
        problems_.add(line.place, "the preamble is a list of texts, one for each line");
        continue;
      }
      csv_.preamble.push_back(compile_template(line.text, Rows::file, line.place, problems_));
      check_split_fields(csv_.preamble.back(), line.place, layout_, problems_);
    }
  }

  std::vector<Column> read_columns(std::string_view key) {
    std::vector<Column> columns;
    const Node* list = reader_.list(key);
    if (list == nullptr) return columns;
    if (list->items.empty()) problems_.add(list->place, "a file needs at least one column");
    const std::size_t before = problems_.count();
    for (const Node& item : list->items) {
      if (auto column = read_column(item)) columns.push_back(std::move(*column));
    }
    // With a column that is wrong in itself, what columns there are is not known.
    columns_are_good_ = columns_are_good_ && problems_.count() == before;
    return columns;
  }

  std::optional<Column> read_column(const Node& item) {
    const bool good = item.kind == Node::Kind::list && item.items.size() >= 2 &&
                      std::all_of(item.items.begin(), item.items.end(),
                                  [](const Node& node) { return node.kind == Node::Kind::text; });
    if (!good) {
      problems_.add(item.place, "a column is written [\"header\", \"what it holds\"]");
      return std::nullopt;
    }
    Column column;
    column.header = item.items[0].text;
    column.value =
        compile_template(item.items[1].text, layout_.rows, item.items[1].place, problems_);
    column.is_text = column.quoted = column.value.shows_text();
    for (std::size_t i = 2; i < item.items.size(); ++i) read_word(item.items[i], column);
    if (column.first_only) check_of_entry(column, item.items[1].place);
    return column;
  }

  void read_word(const Node& node, Column& column) {
    static constexpr std::array<std::string_view, 3> words{"first", "text", "number"};
    if (node.text == "first") {
      column.first_only = true;
      if (layout_.journal.share == Share::first_row_only) return;
      problems_.add(node.place, "\"first\" needs share = \"first-row-only\" in [journal]");
    } else if (node.text == "text" || node.text == "number") {
      column.quoted = node.text == "text";
      if (csv_.quoting == Quoting::text) return;
      problems_.add(node.place, fmt::format("\"{}\" needs quoting = \"text\" in [csv]", node.text));
    } else {
      problems_.add(node.place,
                    fmt::format("after header and value a column may have \"first\", \"text\" or "
                                "\"number\"{}",
                                did_you_mean(node.text, words)));
    }
  }

  void check_of_entry(const Column& column, Place place) {
    for (const Field field : of_a_line) {
      if (!column.value.uses(field)) continue;
      problems_.add(place, fmt::format("{{{}}} is different in each line of an entry, but this "
                                       "column is written once for all of them",
                                       info(field).name));
    }
  }

  void check_posting_columns() {
    const bool wide = layout_.journal.share == Share::wide;
    const Node* columns = reader_.node("columns");
    if (const Node* list = reader_.node("posting_columns"); list != nullptr && !wide) {
      problems_.add(list->place, "posting_columns need share = \"wide\" in [journal]");
    }
    if (!wide) {
      if (columns != nullptr && columns_are_good_) {
        check_columns(layout_, columns->place, problems_);
      }
      return;
    }
    reader_.require("posting_columns");
    if (columns == nullptr || !columns_are_good_) return;
    for (std::size_t i = 0; i < csv_.columns.size(); ++i) {
      check_of_entry(csv_.columns[i], columns->items[i].items[1].place);
    }
    if (!csv_.posting_columns.empty()) check_columns(layout_, columns->place, problems_);
  }

  TableReader& reader_;
  Layout& layout_;
  CsvStyle& csv_;
  Problems& problems_;
  bool columns_are_good_ = true;
};

}  // namespace

void read_csv_style(TableReader& top, Layout& layout, Problems& problems) {
  const Node* table = top.table("csv");
  if (table == nullptr) {
    if (!is_ofx(layout)) top.require("csv");
    return;
  }
  if (is_ofx(layout)) {
    problems.add(table->place, "[csv] is of no use to a layout of an OFX format");
    return;
  }
  TableReader reader(*table, "[csv]", problems);
  CsvReader(reader, layout, problems).read();
}

}  // namespace bursar::mapping
