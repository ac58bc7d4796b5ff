#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::receipts {

// Appends a line of CSV (RFC 4180: commas, quotes where needed, CRLF). What a spreadsheet would
// take for a formula gets an apostrophe in front, unless it is a number.
void append_csv_row(const std::vector<std::string>& cells, std::string& out);

// "-12.34": two decimals whatever the currency.
[[nodiscard]] std::string decimal(std::int64_t hundredths);

}  // namespace bursar::receipts
