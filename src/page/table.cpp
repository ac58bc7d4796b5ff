#include "page/table.hpp"

namespace bursar::page {
namespace {

Attributes class_of(const Table::Column& column) {
  if (column.kind == Table::Kind::plain) return {};
  return {{"class", column.kind == Table::Kind::number ? "n" : "words"}};
}

Markup head_of(const Table& table) {
  Markup cells;
  for (const Table::Column& column : table.columns) {
    Attributes attributes = class_of(column);
    attributes.push_back({"scope", "col"});
    cells += element("th", attributes, text(column.header));
  }
  return element("thead", element("tr", cells));
}

Markup row_of(const Table& table, const Table::Cells& cells) {
  Markup row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Attributes attributes = class_of(table.columns[i]);
    if (i == 0) attributes.push_back({"scope", "row"});
    row += element(i == 0 ? "th" : "td", attributes, cells[i]);
  }
  return element("tr", row);
}

Markup body_of(const Table& table, const std::vector<Table::Cells>& rows, const char* tag) {
  Markup body;
  for (const Table::Cells& cells : rows) body += row_of(table, cells);
  return element(tag, body);
}

}  // namespace

Markup render(const Table& table) {
  Markup content = element("caption", {{"id", table.id}}, text(table.caption));
  content += head_of(table) + body_of(table, table.rows, "tbody");
  if (!table.totals.empty()) content += body_of(table, table.totals, "tfoot");
  // What can be scrolled must be within reach of the keyboard, and have a name.
  return element(
      "div",
      {{"class", "wide"}, {"role", "region"}, {"aria-labelledby", table.id}, {"tabindex", "0"}},
      element("table", content));
}

}  // namespace bursar::page
