#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/lines.hpp"
#include "ledger/instant.hpp"

namespace bursar::cli {

// Rows for people: columns as wide as their widest cell, two blanks between them.
struct Table {
  struct Column {
    std::string header;
    bool to_the_right = false;  // numbers
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`
};

// A line each, no line ending in blanks. Cells are shown (text/shown.hpp); those of the last column
// are cut to fit into `width`.
[[nodiscard]] Lines format_table(const Table& table, std::size_t width);

// The number of characters (code points) of UTF-8 text: what it takes of a line, roughly.
[[nodiscard]] std::size_t characters(const std::string& text);

// "2026-11-15 00:00:00Z": to the second is enough for people.
[[nodiscard]] std::string moment(ledger::Instant t);

// "1 234 567"
[[nodiscard]] std::string grouped(long long number);

}  // namespace bursar::cli
