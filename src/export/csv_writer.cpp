#include "export/csv_writer.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "error/error.hpp"
#include "mapping/transliteration.hpp"

namespace bursar::exporting {
namespace {

using mapping::Column;
using mapping::CsvStyle;
using mapping::Encoding;
using mapping::Quoting;

// Whether the cell cannot stand as it is. No early exit: cells are short, and without one the
// compiler looks at many bytes at once.
bool is_special(std::string_view cell, char delimiter) {
  bool special = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  for (const char c : cell) special |= c == delimiter || c == '"' || c == '\r' || c == '\n';
  return special;
}

// Cells are made where they stand, at the end of `out` from `start`: nothing is copied twice.
void quote(std::string& out, std::size_t start) {
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(start);
  const auto quotes = static_cast<std::size_t>(std::count(begin, out.end(), '"'));
  std::size_t read = out.size();
  out.resize(out.size() + quotes + 2);
  std::size_t write = out.size();
  out[--write] = '"';
  while (read > start) {
    const char c = out[--read];
    out[--write] = c;
    if (c == '"') out[--write] = '"';
  }
  out[--write] = '"';
}

// For readers that know no quotation marks.
void blank_specials(std::string& out, std::size_t start, char delimiter) {
  for (std::size_t i = start; i < out.size(); ++i) {
    char& c = out[i];
    if (c == delimiter || c == '"' || c == '\r' || c == '\n') c = ' ';
  }
}

// Puts a ' before what a spreadsheet would take for a formula.
void defuse(std::string& out, std::size_t start) {
  constexpr std::string_view dangerous = "=+-@\t\r";
  if (out.size() > start && dangerous.find(out[start]) != std::string_view::npos) {
    out.insert(start, 1, '\'');
  }
}

void finish_cell(std::string& out, std::size_t start, bool quoted_text, const CsvStyle& style) {
  switch (style.quoting) {
    case Quoting::all:
      return quote(out, start);
    case Quoting::minimal:
      if (is_special(std::string_view(out).substr(start), style.delimiter)) quote(out, start);
      return;
    case Quoting::text:
      if (quoted_text) return quote(out, start);
      return blank_specials(out, start, style.delimiter);
    case Quoting::none:
      return blank_specials(out, start, style.delimiter);
  }
}

// Puts what stands from `start` into the file's encoding. Before it is defused and quoted: a sign
// outside the encoding may become a quotation mark or a minus (″, −).
void encode(const CsvStyle& style, std::size_t start, std::string& out) {
  if (style.encoding == Encoding::windows_1252) mapping::encode_windows_1252(out, start);
}

// Headers are quoted as figures are not: where they must be.
void append_header(std::string_view header, const CsvStyle& style, std::string& out) {
  const std::size_t start = out.size();
  out += header;
  encode(style, start, out);
  const bool quoted = style.quoting == Quoting::text &&
                      is_special(std::string_view(out).substr(start), style.delimiter);
  finish_cell(out, start, quoted, style);
}

void append_cell(const Column& column, const mapping::Record& record, const CsvStyle& style,
                 std::string& out) {
  const std::size_t start = out.size();
  column.value.render(record, style.decimal_mark, out);
  encode(style, start, out);
  if (column.is_text && style.defuse) defuse(out, start);
  finish_cell(out, start, column.quoted, style);
}

void append_empty_cell(const Column& column, const CsvStyle& style, std::string& out) {
  finish_cell(out, out.size(), column.quoted, style);
}

// Ends the line that began at `start`.
void end_line(const CsvStyle& style, std::size_t start, std::string& out) {
  // A lone empty cell would be an empty line, which readers skip.
  if (out.size() == start && style.quoting == Quoting::minimal) out += "\"\"";
  out += style.line_end;
}

std::string numbered(std::string header, std::size_t number) {
  constexpr std::string_view mark = "{n}";
  if (const auto at = header.find(mark); at != std::string::npos) {
    header.replace(at, mark.size(), std::to_string(number));
  }
  return header;
}

void append_header_line(const CsvStyle& style, std::string& out) {
  const std::size_t start = out.size();
  for (const Column& column : style.columns) {
    if (&column != &style.columns.front()) out += style.delimiter;
    append_header(column.header, style, out);
  }
  for (std::size_t number = 1; number <= style.postings; ++number) {
    for (const Column& column : style.posting_columns) {
      out += style.delimiter;
      append_header(numbered(column.header, number), style, out);
    }
  }
  end_line(style, start, out);
}

void append_columns(const CsvStyle& style, const mapping::Record& record, bool first_row,
                    std::string& out) {
  for (const Column& column : style.columns) {
    if (&column != &style.columns.front()) out += style.delimiter;
    if (column.first_only && !first_row) {
      append_empty_cell(column, style, out);
    } else {
      append_cell(column, record, style, out);
    }
  }
}

}  // namespace

std::string csv_opening(const CsvStyle& style, const mapping::Record& file) {
  std::string out;
  if (style.encoding == Encoding::utf8_bom) out += "\xEF\xBB\xBF";
  for (const mapping::Template& line : style.preamble) {
    const std::size_t start = out.size();
    line.render(file, style.decimal_mark, out);
    encode(style, start, out);
    end_line(style, start, out);
  }
  if (style.header) append_header_line(style, out);
  return out;
}

void append_csv_line(const CsvStyle& style, const mapping::Record& record, std::string& out,
                     bool first_row) {
  const std::size_t start = out.size();
  append_columns(style, record, first_row, out);
  end_line(style, start, out);
}

void append_wide_line(const CsvStyle& style, const mapping::Record& entry,
                      std::span<const mapping::Record> postings, std::string& out) {
  if (postings.size() > style.postings) {
    throw Error(ErrorKind::bug,
                fmt::format("{} postings do not fit a row of {}", postings.size(), style.postings));
  }
  const std::size_t start = out.size();
  append_columns(style, entry, true, out);
  for (std::size_t i = 0; i < style.postings; ++i) {
    for (const Column& column : style.posting_columns) {
      out += style.delimiter;
      if (i < postings.size()) {
        append_cell(column, postings[i], style, out);
      } else {
        append_empty_cell(column, style, out);
      }
    }
  }
  end_line(style, start, out);
}

}  // namespace bursar::exporting
