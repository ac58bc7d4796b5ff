#include "cli/table.hpp"

#include <algorithm>

#include "text/shown.hpp"

namespace bursar::cli {
namespace {

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string cut(const std::string& text, std::size_t most) {
  if (characters(text) <= most) return text;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (starts_character(text[i]) && ++seen >= most) return text.substr(0, i) + "…";
  }
  return text;
}

std::vector<std::string> shown_cells(const std::vector<std::string>& cells) {
  std::vector<std::string> shown;
  for (const std::string& cell : cells) shown.push_back(text::shown(cell));
  return shown;
}

std::string line(const Table& table, const std::vector<std::string>& cells,
                 const std::vector<std::size_t>& widths) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += "  ";
    const std::string cell = cut(cells[i], widths[i]);
    const std::string blanks(widths[i] - std::min(widths[i], characters(cell)), ' ');
    text += table.columns[i].to_the_right ? blanks + cell : cell + blanks;
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string moment(ledger::Instant t) {
  std::string text = ledger::format_rfc3339(t);
  text[10] = ' ';
  return text.substr(0, 19) + "Z";
}

std::string grouped(long long number) {
  std::string text = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t i = text.size(); i > first + 3; i -= 3) text.insert(i - 3, 1, ' ');
  return text;
}

Lines format_table(const Table& table, std::size_t width) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Table::Column& column : table.columns) rows[0].push_back(column.header);
  for (const auto& row : table.rows) rows.push_back(shown_cells(row));
  std::vector<std::size_t> widths;
  std::size_t before_last = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t widest = 0;
    for (const auto& row : rows) widest = std::max(widest, characters(row[i]));
    widths.push_back(widest);
    if (i + 1 < table.columns.size()) before_last += widest + 2;
  }
  if (!widths.empty() && before_last + 8 < width) {
    widths.back() = std::min(widths.back(), width - before_last);
  }
  Lines lines;
  for (const auto& row : rows) lines.add(line(table, row, widths));
  return lines;
}

}  // namespace bursar::cli
