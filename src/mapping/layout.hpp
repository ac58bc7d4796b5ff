#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/coding.hpp"
#include "mapping/field.hpp"
#include "mapping/template.hpp"

namespace bursar::mapping {

enum class LayoutKind : std::uint8_t {
  table,      // one line per record, for whoever wants to calculate
  statement,  // one line per row that moves money, as a bank statement has them
  journal,    // entries that balance, coded by a chart of accounts
};
// As a layout says it: "table", "statement", "journal".
[[nodiscard]] std::string_view kind_name(LayoutKind kind);
enum class FileFormat : std::uint8_t { csv, ofx, ofx_xml };
enum class Quoting : std::uint8_t {
  minimal,  // where the cell needs it (RFC 4180)
  all,
  text,  // text columns always, others never (DATEV)
  none,  // never: what would need it is replaced by blanks (FreeAgent)
};
enum class Encoding : std::uint8_t {
  utf8,
  utf8_bom,
  windows_1252,  // what it cannot carry is transliterated
};

struct Column {
  std::string header;
  Template value;
  bool is_text = false;     // see Template::shows_text
  bool quoted = false;      // Quoting::text: is_text, unless the layout says "text" or "number"
  bool first_only = false;  // Share::first_row_only: stands in the first row of an entry alone
};

struct CsvStyle {
  char delimiter = ',';
  std::string line_end = "\r\n";
  Encoding encoding = Encoding::utf8;
  Quoting quoting = Quoting::minimal;
  char decimal_mark = '.';
  bool header = true;
  bool defuse = true;  // keep spreadsheets from reading text as a formula
  // Lines before the header, as DATEV wants one; templates about Rows::file, written as they are.
  std::vector<Template> preamble;
  std::vector<Column> columns;
  // Share::wide: the columns of one posting, repeated `postings` times after `columns`. "{n}" in a
  // header is the posting's number.
  std::vector<Column> posting_columns;
  std::size_t postings = 0;  // JournalStyle::postings, for the writer
};

struct OfxStyle {
  Template name;  // cut to 32 characters by the writer
  Template memo;  // cut to 255
};

// How the lines of an entry share rows of the file (accounting.md section 4).
enum class Share : std::uint8_t {
  repeat,          // a row per line, what they share repeated
  first_row_only,  // a row per line, what they share in the first alone
  wide,            // a row per entry
  pairs,           // a row per line with its money account: no money lines of their own
};

struct JournalStyle {
  Share share = Share::repeat;
  ledger::TaxMode tax = ledger::TaxMode::none;
  std::size_t postings =
      0;  // of Share::wide: how many fit a row; larger entries are cut in several
};

struct FileStyle {
  Template name;
  bool split_by_account = false;
  bool split_by_currency = false;
  bool split_by_fiscal_year = false;
  // Limits of one file; 0: none. Header and preamble count as bytes, not as rows.
  std::size_t max_rows = 0;
  std::size_t max_bytes = 0;
};

// Statements: a line per row with its net amount, or a line per posting with fees of old rows
// apart.
enum class StatementLines : std::uint8_t { rows, postings };

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
  JournalStyle journal;
  StatementLines statement = StatementLines::rows;
};

// Whether a column or element of the file holds this field.
[[nodiscard]] bool uses(const Layout& layout, Field field);
// Journals do, and statements that write accounts or tax codes.
[[nodiscard]] bool needs_chart(const Layout& layout);
// Whether a reader of the file can tell which currency an amount is in. Where not, amounts of a
// second currency must not come into it.
[[nodiscard]] bool tells_currency(const Layout& layout);

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

// The rules by which hledger reads the files of a shipped layout; nothing where it has none.
[[nodiscard]] std::optional<LayoutText> shipped_rules(const std::string& name);

}  // namespace bursar::mapping
