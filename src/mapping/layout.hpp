#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/field.hpp"
#include "mapping/template.hpp"

namespace bursar::mapping {

enum class LayoutKind : std::uint8_t {
  table,      // one line per record, for whoever wants to calculate
  statement,  // one line per row that moves money, as a bank statement has them
};
enum class FileFormat : std::uint8_t { csv, ofx };
enum class Quoting : std::uint8_t { minimal, all };

struct Column {
  std::string header;
  Template value;
  bool is_text = false;  // see Template::shows_text
};

struct CsvStyle {
  char delimiter = ',';
  std::string line_end = "\r\n";
  bool byte_order_mark = false;
  Quoting quoting = Quoting::minimal;
  char decimal_mark = '.';
  bool header = true;
  std::vector<Column> columns;
};

struct OfxStyle {
  Template name;  // cut to 32 characters by the writer
  Template memo;  // cut to 255
};

struct FileStyle {
  Template name;
  bool split_by_account = false;
  bool split_by_currency = false;
};

// What a file looks like, compiled and checked.
struct Layout {
  std::string name;
  std::string about;  // one sentence; may be empty
  LayoutKind kind = LayoutKind::table;
  Rows rows = Rows::transactions;
  FileFormat format = FileFormat::csv;
  FileStyle file;
  CsvStyle csv;
  OfxStyle ofx;
};

// Reads a layout. `document` is what messages call it. All problems are thrown together as one
// Error(config).
[[nodiscard]] Layout parse_layout(std::string_view text, const std::string& document);

struct LayoutText {
  std::string document;  // "transactions.toml (shipped)" or the path
  std::string text;
};
// The text of a shipped layout, or of a file where `name` contains "/" or ends in ".toml". Throws
// Error(config), with a suggestion, when there is none.
[[nodiscard]] LayoutText layout_text(const std::string& name);
[[nodiscard]] Layout load_layout(const std::string& name);

// Names of the layouts in the program itself, sorted.
[[nodiscard]] std::vector<std::string> shipped_layouts();

}  // namespace bursar::mapping
