#include "cli/table.hpp"

#include <algorithm>

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
  return text + "\n";
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

std::string format_table(const Table& table, std::size_t width) {
  std::vector<std::size_t> widths;
  std::vector<std::string> headers;
  std::size_t before_last = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    headers.push_back(table.columns[i].header);
    std::size_t widest = characters(headers.back());
    for (const auto& row : table.rows) widest = std::max(widest, characters(row[i]));
    widths.push_back(widest);
    if (i + 1 < table.columns.size()) before_last += widest + 2;
  }
  if (!widths.empty() && before_last + 8 < width) {
    widths.back() = std::min(widths.back(), width - before_last);
  }
  std::string text = line(table, headers, widths);
  for (const auto& row : table.rows) text += line(table, row, widths);
  return text;
}

}  // namespace bursar::cli
