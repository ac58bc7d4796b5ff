// What is written as CSV reads back as the same cells, whatever the text, the delimiter, the
// quoting and the encoding.
#include <vector>

#include "csv_reading.hpp"
#include "export/csv_writer.hpp"
#include "fuzz_target.hpp"
#include "mapping/layout.hpp"
#include "mapping/transliteration.hpp"

namespace bursar::fuzz {
namespace {

mapping::Layout layout(std::string_view delimiter, std::string_view quoting,
                       std::string_view encoding) {
  return mapping::parse_layout(
      fmt::format("schema = 1\nname = \"t\"\nkind = \"table\"\nrows = \"transactions\"\n"
                  "format = \"csv\"\n[file]\nname = \"x{{batch}}.csv\"\n[csv]\n"
                  "delimiter = \"{}\"\nquoting = \"{}\"\nencoding = \"{}\"\ndefuse = false\n"
                  "columns = [[\"a\", \"{{kind}}\"], [\"b\", \"{{description}}\"]]\n",
                  delimiter, quoting, encoding),
      "fuzz");
}

std::vector<mapping::Layout> all_layouts() {
  std::vector<mapping::Layout> layouts;
  for (const char* delimiter : {",", ";", "\\t"}) {
    for (const char* quoting : {"minimal", "all", "none"}) {
      for (const char* encoding : {"utf-8", "windows-1252"}) {
        layouts.push_back(layout(delimiter, quoting, encoding));
      }
    }
  }
  return layouts;
}

// The cell that the template comes to, in the file's encoding, before it is quoted.
std::string plain_cell(const mapping::Template& value, const mapping::CsvStyle& style,
                       const mapping::Record& record) {
  std::string cell;
  value.render(record, style.decimal_mark, cell);
  if (style.encoding == mapping::Encoding::windows_1252) mapping::encode_windows_1252(cell, 0);
  return cell;
}

void reads_back(const mapping::CsvStyle& style, const mapping::Record& record) {
  std::string text;
  exporting::append_csv_line(style, record, text);
  exporting::append_csv_line(style, record, text);
  const bool quotes = style.quoting != mapping::Quoting::none;
  const auto rows = read_csv(text, style.delimiter, quotes);
  require(rows.size() == 2, "each line is one row");
  for (const auto& row : rows) {
    require(row.size() == style.columns.size(), "each cell is one cell");
    if (!quotes) continue;
    for (std::size_t i = 0; i < row.size(); ++i) {
      require(row[i] == plain_cell(style.columns[i].value, style, record),
              "a cell reads back as it was");
    }
  }
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  static const std::vector<mapping::Layout> layouts = fuzz::all_layouts();
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t half = size / 2;
  mapping::Record record;
  record.set(mapping::Field::kind, text.substr(0, half));
  record.set(mapping::Field::description, text.substr(half));
  for (const mapping::Layout& layout : layouts) fuzz::reads_back(layout.csv, record);
  return 0;
}
