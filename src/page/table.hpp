#pragma once

#include <string>
#include <vector>

#include "page/markup.hpp"

namespace bursar::page {

// A table of a page. The first column names its rows.
struct Table {
  enum class Kind { plain, number, words };
  struct Column {
    std::string header;
    Kind kind = Kind::plain;  // numbers to the right; words may take several lines
  };
  using Cells = std::vector<Markup>;  // as many as columns

  std::string id;       // of the caption, unique on the page
  std::string caption;  // what it shows, in a few words
  std::vector<Column> columns;
  std::vector<Cells> rows;
  std::vector<Cells> totals;  // below, set apart
};

inline constexpr Table::Kind figures = Table::Kind::number;
inline constexpr Table::Kind prose = Table::Kind::words;

// The table in a box of its own that scrolls where the page is too narrow for it.
[[nodiscard]] Markup render(const Table& table);

}  // namespace bursar::page
