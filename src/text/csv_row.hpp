#pragma once

#include <string>
#include <vector>

namespace bursar::text {

// Appends a line of CSV for people (RFC 4180: commas, quotes where needed, CRLF). Cells are clean
// text, shown; what a spreadsheet would take for a formula gets an apostrophe in front, unless it
// is a number. Files for accounting software have their own: export/csv_writer.hpp.
void append_csv_row(const std::vector<std::string>& cells, std::string& out);

}  // namespace bursar::text
