#pragma once

#include <string>
#include <string_view>

#include "mapping/layout.hpp"
#include "mapping/record.hpp"

namespace bursar::exporting {

// CSV by RFC 4180 in the style of the layout. Lines come with their line end; `csv_opening` with
// the byte order mark and the header line where the style has them.
[[nodiscard]] std::string csv_opening(const mapping::CsvStyle& style);
void append_csv_line(const mapping::CsvStyle& style, const mapping::Record& record,
                     std::string& out);

// Puts a ' before text that a spreadsheet would take for a formula: text that begins with
// = + - @ TAB or CR.
void defuse(std::string& text);

}  // namespace bursar::exporting
