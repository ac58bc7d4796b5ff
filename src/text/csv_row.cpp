#include "text/csv_row.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "text/clean_text.hpp"
#include "text/shown.hpp"

namespace bursar::text {
namespace {

bool is_number(std::string_view cell) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  return !cell.empty() && std::all_of(cell.begin(), cell.end(),
                                      [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

// The signs as East Asian keyboards write them are begun with as well.
bool is_formula(std::string_view cell) {
  constexpr std::string_view wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  constexpr std::string_view plain = "=+-@";
  if (cell.empty() || is_number(cell)) return false;
  return plain.find(cell.front()) != std::string_view::npos ||
         std::any_of(std::begin(wide), std::end(wide),
                     [&](std::string_view sign) { return cell.starts_with(sign); });
}

void append_cell(std::string_view cell, std::string& out) {
  std::string text = shown(clean_text(cell));
  if (is_formula(text)) text.insert(text.begin(), '\'');
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

}  // namespace bursar::text
