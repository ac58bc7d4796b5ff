#include "mapping/layout.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "document/control_characters.hpp"
#include "document/node.hpp"
#include "document/problems.hpp"
#include "document/table_reader.hpp"
#include "mapping/layout_reading.hpp"

namespace bursar::mapping {
namespace {

using document::Node;
using document::Problems;
using document::TableReader;

constexpr std::int64_t schema_version = 1;
// By LayoutKind.
constexpr std::array<std::string_view, 3> kind_words{"table", "statement", "journal"};

void read_schema(TableReader& top, Problems& problems) {
  top.require("schema");
  const Node* schema = top.node("schema");
  if (schema == nullptr) return;
  if (schema->kind != Node::Kind::integer || schema->integer != schema_version) {
    problems.add(
        schema->place,
        fmt::format("schema {} is not one this version reads; it reads schema = 1", schema->text));
  }
}

void read_name(TableReader& top, Layout& layout) {
  top.require("name");
  if (const Node* name = top.text("name")) layout.name = name->text;
  if (const Node* about = top.text("about")) layout.about = about->text;
}

// `rows` belongs to tables, `lines` to statements; `kind` must have been read.
void read_rows(TableReader& top, Layout& layout, Problems& problems) {
  static constexpr std::array<std::string_view, 4> words{"transactions", "postings", "expenses",
                                                         "expense-items"};
  static constexpr std::array<Rows, 4> rows_by_word{Rows::transactions, Rows::postings,
                                                    Rows::expenses, Rows::expense_items};
  static constexpr std::array<std::string_view, 2> line_words{"rows", "postings"};
  const std::optional<std::size_t> rows = top.choice("rows", words);
  const std::optional<std::size_t> lines = top.choice("lines", line_words);
  if (layout.kind == LayoutKind::table) {
    top.require("rows");
    if (rows) layout.rows = rows_by_word[*rows];
  } else if (rows) {
    problems.add(top.node("rows")->place,
                 "\"rows\" is for tables: statements and journals have "
                 "their own");
  }
  if (lines && layout.kind != LayoutKind::statement) {
    problems.add(top.node("lines")->place,
                 "\"lines\" is for statements: a line per row, or per posting");
  } else if (lines == 1) {
    layout.statement = StatementLines::postings;
  }
}

void read_kind(TableReader& top, Layout& layout, Problems& problems) {
  top.require("kind");
  const std::optional<std::size_t> kind = top.choice("kind", kind_words);
  if (kind == 1) {
    layout.kind = LayoutKind::statement;
    layout.rows = Rows::statement;
  } else if (kind == 2) {
    layout.kind = LayoutKind::journal;
    layout.rows = Rows::journal;
  }
  read_rows(top, layout, problems);
}

void read_format(TableReader& top, Layout& layout, Problems& problems) {
  static constexpr std::array<std::string_view, 3> formats{"csv", "ofx", "ofx-xml"};
  top.require("format");
  const std::optional<std::size_t> format = top.choice("format", formats);
  if (format == 1) layout.format = FileFormat::ofx;
  if (format == 2) layout.format = FileFormat::ofx_xml;
  if (is_ofx(layout) && layout.kind != LayoutKind::statement) {
    problems.add(top.node("format")->place, "only a statement can be written as OFX");
  }
}

void read_ofx_style(TableReader& top, Layout& layout, Problems& problems) {
  const Node* table = top.table("ofx");
  if (table == nullptr) {
    if (is_ofx(layout)) top.require("ofx");
    return;
  }
  if (!is_ofx(layout)) {
    problems.add(table->place, "[ofx] is of no use to a layout of format = \"csv\"");
    return;
  }
  TableReader reader(*table, "[ofx]", problems);
  for (const auto& [key, value] :
       {std::pair{"name", &layout.ofx.name}, std::pair{"memo", &layout.ofx.memo}}) {
    reader.require(key);
    if (const Node* text = reader.text(key)) {
      *value = compile_template(text->text, layout.rows, text->place, problems);
    }
  }
  reader.refuse_others();
}

bool any_uses(std::span<const Column> columns, Field field) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const Column& column) { return column.value.uses(field); });
}

}  // namespace

std::string_view kind_name(LayoutKind kind) {
  return kind_words[static_cast<std::size_t>(kind)];
}

bool is_ofx(const Layout& layout) {
  return layout.format != FileFormat::csv;
}

bool uses(const Layout& layout, Field field) {
  return layout.ofx.name.uses(field) || layout.ofx.memo.uses(field) ||
         any_uses(layout.csv.columns, field) || any_uses(layout.csv.posting_columns, field);
}

bool needs_chart(const Layout& layout) {
  if (layout.kind != LayoutKind::statement) return layout.kind == LayoutKind::journal;
  constexpr std::array<Field, 6> coded{Field::ledger_account, Field::money_account, Field::tax_code,
                                       Field::class_name,     Field::location,      Field::name};
  return std::any_of(coded.begin(), coded.end(), [&](Field field) { return uses(layout, field); });
}

bool tells_currency(const Layout& layout) {
  return layout.file.split_by_currency || uses(layout, Field::currency);
}

Layout parse_layout(std::string_view text, const std::string& document) {
  Problems problems(document);
  const Node root = document::parse_printable(text, document);
  Layout layout;
  TableReader top(root, "the layout", problems);
  read_schema(top, problems);
  read_name(top, layout);
  read_kind(top, layout, problems);
  read_format(top, layout, problems);
  read_journal_style(top, layout, problems);
  read_file_style(top, layout, problems);
  read_csv_style(top, layout, problems);
  read_ofx_style(top, layout, problems);
  top.refuse_others();
  problems.throw_if_any("correct the layout, then try `bursar mapping check FILE`");
  return layout;
}

}  // namespace bursar::mapping
