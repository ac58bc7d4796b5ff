#pragma once

#include <span>
#include <string>

#include "mapping/layout.hpp"
#include "mapping/record.hpp"

namespace bursar::exporting {

// CSV in the style of the layout, in the bytes of its encoding. Lines come with their line end. All
// functions append to `out` or give what is to be appended; nothing is kept between lines.

// What a file begins with: byte order mark, preamble and header, as far as the style has them.
// `file` holds the fields of Rows::file that the preamble asks for.
[[nodiscard]] std::string csv_opening(const mapping::CsvStyle& style, const mapping::Record& file);

// A line of one record. Of an entry in Share::first_row_only, columns marked "first" are empty in
// all rows but the first.
void append_csv_line(const mapping::CsvStyle& style, const mapping::Record& record,
                     std::string& out, bool first_row = true);

// Share::wide: the columns of the entry, then those of each of its postings, then empty cells up to
// the style's number. `postings` must not be more.
void append_wide_line(const mapping::CsvStyle& style, const mapping::Record& entry,
                      std::span<const mapping::Record> postings, std::string& out);

}  // namespace bursar::exporting
