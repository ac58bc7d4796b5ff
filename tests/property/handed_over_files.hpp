#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::property {

// Reads the files that came out, as accounting software would; knows nothing of who wrote them.
// Days are as written; amounts are hundredths.
struct OfxLine {
  std::string id;
  std::string day;
  std::int64_t amount = 0;
};
struct OfxFile {
  std::string account;
  std::string currency;
  std::string first;
  std::string as_of;
  std::int64_t balance = 0;
  std::vector<OfxLine> lines;
};
[[nodiscard]] OfxFile read_ofx(std::string_view text);

// The rows of a CSV file as maps from header to cell.
using CsvRow = std::map<std::string, std::string>;
[[nodiscard]] std::vector<CsvRow> read_csv(std::string_view text, char delimiter);

// One line of an entry as the books get it.
struct BookLine {
  std::string entry;
  std::string day;
  std::string account;
  std::string class_name;
  std::string tax;  // empty for the other side
  std::string currency;
  std::int64_t amount = 0;  // + is debit
};
// Of our own layouts: `entry`, `date`, `account`, `amount`, `currency`, `class`, `tax`, `role`;
// with `money` where a row is a pair; numbered where a row is an entry.
[[nodiscard]] std::vector<BookLine> read_journal(std::string_view text);

// "-12.50" and "1200" in hundredths.
[[nodiscard]] std::int64_t hundredths_of(const std::string& text);

}  // namespace bursar::property
