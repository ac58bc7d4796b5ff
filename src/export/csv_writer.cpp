#include "export/csv_writer.hpp"

namespace bursar::exporting {
namespace {

bool needs_quotes(std::string_view cell, const mapping::CsvStyle& style) {
  if (style.quoting == mapping::Quoting::all) return true;
  // A lone empty cell would be an empty line, which readers skip.
  if (cell.empty()) return style.columns.size() == 1;
  const char special[] = {style.delimiter, '"', '\r', '\n'};
  return cell.find_first_of(std::string_view(special, sizeof special)) != std::string_view::npos ||
         cell.front() == ' ' || cell.back() == ' ';
}

void append_cell(std::string_view cell, const mapping::CsvStyle& style, std::string& out) {
  if (!needs_quotes(cell, style)) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void defuse(std::string& text) {
  constexpr std::string_view dangerous = "=+-@\t\r";
  if (!text.empty() && dangerous.find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
}

std::string csv_opening(const mapping::CsvStyle& style) {
  std::string out;
  if (style.encoding == mapping::Encoding::utf8_bom) out += "\xEF\xBB\xBF";
  if (!style.header) return out;
  for (std::size_t i = 0; i < style.columns.size(); ++i) {
    if (i > 0) out += style.delimiter;
    append_cell(style.columns[i].header, style, out);
  }
  out += style.line_end;
  return out;
}

void append_csv_line(const mapping::CsvStyle& style, const mapping::Record& record,
                     std::string& out) {
  std::string cell;
  for (std::size_t i = 0; i < style.columns.size(); ++i) {
    const mapping::Column& column = style.columns[i];
    if (i > 0) out += style.delimiter;
    cell.clear();
    column.value.render(record, style.decimal_mark, cell);
    if (column.is_text) defuse(cell);
    append_cell(cell, style, out);
  }
  out += style.line_end;
}

}  // namespace bursar::exporting
