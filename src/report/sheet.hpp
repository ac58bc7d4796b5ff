#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/money.hpp"

namespace bursar::report {

// What the cells of a column are: how a table aligns them and what JSON makes of them.
enum class Cells : std::uint8_t {
  text,
  amount,  // exact decimals, a text in JSON, too
  count,   // a number in JSON
  flag,    // "true" or "false"
};

struct Column {
  std::string name;     // in CSV and JSON; a public interface
  std::string heading;  // above a table; empty: tables do without the column
  Cells cells = Cells::text;
};

using Row = std::vector<std::string>;  // a cell for each column; empty: not known, or not meant

// One report on one source, ready to be written as table, CSV or JSON.
struct Sheet {
  std::string name;    // "tax": what its JSON events are called
  std::string source;  // the configured name
  std::string about;   // what it covers, for people: "tax, 2026-01-01 to 2026-03-31, days of UTC"
  // The same for machines: "from", "to", "as_at" (days) and "time_zone", as far as they are given.
  std::map<std::string, std::string> scope;
  std::vector<Column> columns;
  std::vector<Row> rows;
  // Sums of rows, with the cells empty that were added over. Below a table and in JSON; a CSV file
  // has none, so that adding up a column of it is right.
  std::vector<Row> totals;
  std::vector<std::string> legend;  // below a table: what its columns mean
  std::vector<std::string> notes;   // what a reader must know to judge the figures, a sentence each
  // Records that could not be counted in, and why: the figures are not whole.
  std::vector<std::string> problems;
};

// The sheets as one CSV file for people (text/csv_row.hpp): a header line, then the rows of all of
// them. They must have the same columns.
[[nodiscard]] std::string to_csv(const std::vector<Sheet>& sheets);

}  // namespace bursar::report
