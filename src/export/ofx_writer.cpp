#include "export/ofx_writer.hpp"

#include <algorithm>

#include "mapping/calendar_format.hpp"
#include "mapping/text.hpp"

namespace bursar::exporting {
namespace {

constexpr std::string_view bank_id = "OPENCOLL";
constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_memo = 255;
constexpr std::size_t longest_account_id = 22;
constexpr std::size_t usual_line = 480;  // bytes

std::string day(ledger::CivilDate date) {
  static const std::string pattern = "%Y%m%d";
  std::string out;
  mapping::append_date(date, pattern, out);
  return out;
}

// Of what stands from `start`.
void escape(std::string& out, std::size_t start) {
  const std::size_t first = out.find_first_of("&<>", start);
  if (first == std::string::npos) return;
  const std::string rest = out.substr(first);
  out.resize(first);
  for (const char c : rest) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
}

void open(std::string& out, std::string_view tag) {
  (out += '<').append(tag) += ">\r\n";
}
void close(std::string& out, std::string_view tag) {
  (out += "</").append(tag) += ">\r\n";
}

void leaf(std::string& out, std::string_view tag, std::string_view text) {
  if (text.empty()) return;
  (out += '<').append(tag) += '>';
  out += text;
  close(out, tag);
}

// A leaf of one line, cut to `most` characters without a blank at the end, and a note that is not
// cut; none where nothing is left. Whether something was.
bool text_leaf(std::string& out, std::string_view tag, std::string_view text, std::size_t most,
               std::string_view note = {}) {
  const std::size_t before = out.size();
  (out += '<').append(tag) += '>';
  const std::size_t start = out.size();
  mapping::append_clean_text(text, out);
  const std::string_view clean = std::string_view(out).substr(start);
  std::string_view cut = mapping::first_characters(clean, most - note.size());
  while (!cut.empty() && cut.back() == ' ') cut.remove_suffix(1);
  out.resize(start + cut.size());
  if (out.size() == start && note.starts_with(' ')) note.remove_prefix(1);
  out += note;
  if (out.size() == start) {
    out.resize(before);
    return false;
  }
  escape(out, start);
  close(out, tag);
  return true;
}

void status_ok(std::string& out) {
  open(out, "STATUS");
  leaf(out, "CODE", "0");
  leaf(out, "SEVERITY", "INFO");
  close(out, "STATUS");
}

// Agrees with the sign, because some importers trust the type more than the sign.
std::string_view type_of(const StatementLine& line) {
  if (line.movement == Movement::internal) return "XFER";
  if (line.amount.hundredths > 0) return "CREDIT";
  return line.movement == Movement::fee ? "FEE" : "DEBIT";
}

std::string_view fallback_name(Movement movement) {
  switch (movement) {
    case Movement::fee:
      return "Fee";
    case Movement::internal:
      return "Transfer";
    case Movement::ordinary:
      break;
  }
  return "Open Collective";
}

std::string without_dashes(std::string text) {
  std::erase(text, '-');
  return text;
}

constexpr std::string_view sgml_header =
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:UTF-8\r\n"
    "CHARSET:NONE\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";
constexpr std::string_view xml_header =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n"
    "<?OFX OFXHEADER=\"200\" VERSION=\"202\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" "
    "NEWFILEUID=\"NONE\"?>\r\n";

}  // namespace

std::string ofx_account_id(const std::string& slug, const std::string& suffix) {
  return mapping::cut_with_hash(slug + suffix, longest_account_id);
}

std::string ofx_opening(const OfxStatement& statement) {
  std::string out(statement.form == OfxForm::xml ? xml_header : sgml_header);
  open(out, "OFX");
  open(out, "SIGNONMSGSRSV1");
  open(out, "SONRS");
  status_ok(out);
  leaf(out, "DTSERVER", day(statement.as_of));
  leaf(out, "LANGUAGE", "ENG");
  open(out, "FI");
  leaf(out, "ORG", "OpenCollective");
  leaf(out, "FID", bank_id);
  close(out, "FI");
  close(out, "SONRS");
  close(out, "SIGNONMSGSRSV1");
  open(out, "BANKMSGSRSV1");
  open(out, "STMTTRNRS");
  leaf(out, "TRNUID", "0");
  status_ok(out);
  open(out, "STMTRS");
  leaf(out, "CURDEF", statement.currency.code());
  open(out, "BANKACCTFROM");
  leaf(out, "BANKID", bank_id);
  text_leaf(out, "ACCTID", statement.account_id, longest_account_id);
  leaf(out, "ACCTTYPE", "CHECKING");
  close(out, "BANKACCTFROM");
  open(out, "BANKTRANLIST");
  leaf(out, "DTSTART", day(statement.first));
  leaf(out, "DTEND", day(statement.as_of));
  return out;
}

std::string ofx_line(const StatementLine& line, std::string_view name, std::string_view memo,
                     std::string_view note) {
  std::string out;
  out.reserve(usual_line);
  open(out, "STMTTRN");
  leaf(out, "TRNTYPE", type_of(line));
  leaf(out, "DTPOSTED", day(line.date));
  leaf(out, "TRNAMT", ledger::format_amount(line.amount));
  text_leaf(out, "FITID", line.id, 255);
  text_leaf(out, "REFNUM", without_dashes(line.group), 32);
  if (!text_leaf(out, "NAME", name, longest_name)) leaf(out, "NAME", fallback_name(line.movement));
  text_leaf(out, "MEMO", memo, longest_memo, note);
  close(out, "STMTTRN");
  return out;
}

std::string ofx_closing(ledger::Money balance, ledger::CivilDate as_of) {
  std::string out;
  close(out, "BANKTRANLIST");
  open(out, "LEDGERBAL");
  leaf(out, "BALAMT", ledger::format_amount(balance));
  leaf(out, "DTASOF", day(as_of));
  close(out, "LEDGERBAL");
  for (const char* tag : {"STMTRS", "STMTTRNRS", "BANKMSGSRSV1", "OFX"}) close(out, tag);
  return out;
}

}  // namespace bursar::exporting
