#include "report/sheet.hpp"

#include <string_view>

namespace bursar::report {
namespace {

constexpr std::string_view line_end = "\r\n";

std::string csv_cell(const std::string& cell, Cells cells) {
  std::string text = cell;
  constexpr std::string_view dangerous = "=+-@\t\r";
  if (cells == Cells::text && !text.empty() && dangerous.find(text[0]) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string to_csv(const std::vector<Sheet>& sheets) {
  std::string text;
  if (sheets.empty()) return text;
  for (const Column& column : sheets.front().columns) {
    if (!text.empty()) text += ',';
    text += column.name;
  }
  text += line_end;
  for (const Sheet& sheet : sheets) {
    for (const Row& row : sheet.rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) text += ',';
        text += csv_cell(row[i], sheet.columns[i].cells);
      }
      text += line_end;
    }
  }
  return text;
}

}  // namespace bursar::report
