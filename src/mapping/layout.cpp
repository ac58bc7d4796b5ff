#include "mapping/layout.hpp"

#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "document/table_reader.hpp"
#include "error/error.hpp"

namespace bursar::mapping {
namespace {

using document::Node;
using document::Problems;
using document::TableReader;
using Words = std::array<std::string_view, 2>;

constexpr std::int64_t schema_version = 1;
constexpr std::string_view later = "is for journals, which this version does not write yet";

// Reads one layout; lives no longer than that.
class LayoutReader {
 public:
  explicit LayoutReader(Problems& problems) : problems_(problems) {}

  Layout read(const Node& root) {
    TableReader top(root, "the layout", problems_);
    read_schema(top);
    top.require("name");
    if (const Node* name = top.text("name")) layout_.name = name->text;
    if (const Node* about = top.text("about")) layout_.about = about->text;
    read_kind(top);
    read_format(top);
    if (const Node* journal = top.node("journal")) {
      problems_.add(journal->place, fmt::format("[journal] {}", later));
    }
    read_file(top);
    read_csv(top);
    read_ofx(top);
    top.refuse_others();
    return std::move(layout_);
  }

 private:
  void read_schema(TableReader& top) {
    top.require("schema");
    const Node* schema = top.node("schema");
    if (schema == nullptr) return;
    if (schema->kind != Node::Kind::integer || schema->integer != schema_version) {
      problems_.add(schema->place,
                    fmt::format("schema {} is not one this version reads; it reads schema = 1",
                                schema->text));
    }
  }

  void read_kind(TableReader& top) {
    static constexpr std::array<std::string_view, 3> kinds{"table", "statement", "journal"};
    static constexpr std::array<std::string_view, 3> row_words{"transactions", "expenses",
                                                               "expense-items"};
    static constexpr std::array<Rows, 3> row_kinds{Rows::transactions, Rows::expenses,
                                                   Rows::expense_items};
    top.require("kind");
    const std::optional<std::size_t> kind = top.choice("kind", kinds);
    const std::optional<std::size_t> rows = top.choice("rows", row_words);
    if (kind == 2) {
      problems_.add(top.node("kind")->place,
                    "kind = \"journal\" comes with the next version; this one writes tables and "
                    "statements");
    }
    if (kind == 0) {
      top.require("rows");
      if (rows) layout_.rows = row_kinds[*rows];
    } else {
      layout_.kind = LayoutKind::statement;
      layout_.rows = Rows::statement;
      if (rows) {
        problems_.add(top.node("rows")->place, "\"rows\" is for tables: a statement has its own");
      }
    }
  }

  void read_format(TableReader& top) {
    static constexpr Words formats{"csv", "ofx"};
    top.require("format");
    const std::optional<std::size_t> format = top.choice("format", formats);
    if (format == 1) layout_.format = FileFormat::ofx;
    if (is_ofx() && layout_.kind != LayoutKind::statement) {
      problems_.add(top.node("format")->place, "only a statement can be written as OFX");
    }
  }

  void read_file(TableReader& top) {
    static const Node nothing;
    top.require("file");
    const Node* file = top.table("file");
    TableReader reader(file != nullptr ? *file : nothing, "[file]", problems_);
    read_split(reader);
    for (const std::string_view key : {"max_rows", "max_bytes"}) {
      if (const Node* limit = reader.node(key)) {
        problems_.add(
            limit->place,
            fmt::format("{} belongs to batches, which this version does not keep yet", key));
      }
    }
    if (file != nullptr) {
      reader.require("name");
      if (const Node* name = reader.text("name")) read_file_name(*name);
      reader.refuse_others();
    }
  }

  void read_split(TableReader& reader) {
    const Node* list = reader.list("split_by");
    // One account and currency per file is what every importer of OFX reads.
    layout_.file.split_by_account = layout_.file.split_by_currency = is_ofx() && list == nullptr;
    if (list == nullptr) return;
    for (const Node& item : list->items) {
      if (item.kind == Node::Kind::text && item.text == "account") {
        layout_.file.split_by_account = true;
      } else if (item.kind == Node::Kind::text && item.text == "currency") {
        layout_.file.split_by_currency = true;
      } else {
        problems_.add(item.place, "split_by knows \"account\" and \"currency\"");
      }
    }
    if (is_ofx() && !(layout_.file.split_by_account && layout_.file.split_by_currency)) {
      problems_.add(list->place,
                    "an OFX file holds one account in one currency: split_by needs "
                    "both, or may be left out");
    }
    if (layout_.kind == LayoutKind::table && layout_.rows != Rows::transactions) {
      problems_.add(list->place, "only transactions and statements can be split");
    }
  }

  void read_file_name(const Node& name) {
    layout_.file.name = compile_template(name.text, Rows::file, name.place, problems_);
    const auto check = [&](Field field, bool split) {
      const std::string_view word = info(field).name;
      const bool used = layout_.file.name.uses(field);
      if (split && !used) {
        problems_.add(name.place,
                      fmt::format("files are split by {0}, so their name needs {{{0}}}: "
                                  "they would all have the same",
                                  word));
      } else if (!split && used) {
        problems_.add(
            name.place,
            fmt::format("{{{0}}} needs split_by = [\"{0}\"]: the file holds more than one", word));
      }
    };
    check(Field::account, layout_.file.split_by_account);
    check(Field::currency, layout_.file.split_by_currency);
  }

  void read_csv(TableReader& top) {
    const Node* table = top.table("csv");
    if (table == nullptr) {
      if (!is_ofx()) top.require("csv");
      return;
    }
    if (is_ofx()) {
      problems_.add(table->place, "[csv] is of no use to a layout of format = \"ofx\"");
      return;
    }
    TableReader reader(*table, "[csv]", problems_);
    CsvStyle& csv = layout_.csv;
    csv.delimiter = character(reader, "delimiter", ",;\t|", csv.delimiter);
    csv.decimal_mark = character(reader, "decimal", ".,", csv.decimal_mark);
    static constexpr Words line_ends{"crlf", "lf"};
    if (reader.choice("line_end", line_ends) == 1) csv.line_end = "\n";
    static constexpr Words encodings{"utf-8", "utf-8-bom"};
    if (reader.choice("encoding", encodings) == 1) csv.encoding = Encoding::utf8_bom;
    static constexpr Words quotings{"minimal", "all"};
    if (reader.choice("quoting", quotings) == 1) csv.quoting = Quoting::all;
    csv.header = reader.boolean("header").value_or(true);
    reader.require("columns");
    if (const Node* columns = reader.list("columns")) read_columns(*columns);
    reader.refuse_others();
  }

  char character(TableReader& reader, std::string_view key, std::string_view allowed, char usual) {
    const Node* node = reader.text(key);
    if (node == nullptr) return usual;
    if (node->text.size() == 1 && allowed.find(node->text[0]) != std::string_view::npos) {
      return node->text[0];
    }
    problems_.add(node->place, fmt::format("{}: \"{}\" is not one of the characters {}", key,
                                           node->text, key == "decimal" ? ". ," : ", ; | \\t"));
    return usual;
  }

  void read_columns(const Node& columns) {
    if (columns.items.empty()) problems_.add(columns.place, "a file needs at least one column");
    for (const Node& column : columns.items) {
      const bool good = column.kind == Node::Kind::list && column.items.size() == 2 &&
                        column.items[0].kind == Node::Kind::text &&
                        column.items[1].kind == Node::Kind::text;
      if (!good) {
        problems_.add(column.place, "a column is written [\"header\", \"what it holds\"]");
        continue;
      }
      Column compiled;
      compiled.header = column.items[0].text;
      compiled.value =
          compile_template(column.items[1].text, layout_.rows, column.items[1].place, problems_);
      compiled.is_text = compiled.value.shows_text();
      layout_.csv.columns.push_back(std::move(compiled));
    }
  }

  void read_ofx(TableReader& top) {
    const Node* table = top.table("ofx");
    if (table == nullptr) {
      if (is_ofx()) top.require("ofx");
      return;
    }
    if (!is_ofx()) {
      problems_.add(table->place, "[ofx] is of no use to a layout of format = \"csv\"");
      return;
    }
    TableReader reader(*table, "[ofx]", problems_);
    for (const auto& [key, value] :
         {std::pair{"name", &layout_.ofx.name}, std::pair{"memo", &layout_.ofx.memo}}) {
      reader.require(key);
      if (const Node* text = reader.text(key)) {
        *value = compile_template(text->text, layout_.rows, text->place, problems_);
      }
    }
    reader.refuse_others();
  }

  [[nodiscard]] bool is_ofx() const { return layout_.format == FileFormat::ofx; }

  Problems& problems_;
  Layout layout_;
};

}  // namespace

Layout parse_layout(std::string_view text, const std::string& document) {
  Problems problems(document);
  Layout layout = LayoutReader(problems).read(document::parse(text, document));
  problems.throw_if_any("correct the layout, then try `bursar mapping check FILE`");
  return layout;
}

}  // namespace bursar::mapping
