#include "export/ofx_writer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mapping/text.hpp"

namespace bursar::exporting {
namespace {

constexpr std::string_view bank_id = "OPENCOLL";
constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_memo = 255;
constexpr std::size_t longest_account_id = 22;

std::string day(ledger::CivilDate date) {
  const ledger::YearMonthDay ymd = ledger::year_month_day(date);
  return fmt::format("{:04}{:02}{:02}", ymd.year, ymd.month, ymd.day);
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
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
  return out;
}

// One line, cut to `most` characters without a blank at the end, ready for the file.
std::string element_text(std::string_view text, std::size_t most) {
  const std::string clean = mapping::clean_text(text);
  std::string_view cut = mapping::first_characters(clean, most);
  while (!cut.empty() && cut.back() == ' ') cut.remove_suffix(1);
  return escaped(cut);
}

void leaf(std::string& out, std::string_view tag, std::string_view text) {
  if (!text.empty()) out += fmt::format("<{0}>{1}</{0}>\r\n", tag, text);
}

void open(std::string& out, std::string_view tag) {
  out += fmt::format("<{}>\r\n", tag);
}
void close(std::string& out, std::string_view tag) {
  out += fmt::format("</{}>\r\n", tag);
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

// 64-bit FNV-1a: public, tiny and the same for ever.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

}  // namespace

std::string ofx_account_id(const std::string& slug, const std::string& suffix) {
  std::string whole = slug + suffix;
  if (whole.size() <= longest_account_id) return whole;
  return fmt::format("{}-{:06x}", mapping::first_characters(whole, 15), hash_of(whole) & 0xFFFFFFU);
}

std::string ofx_opening(const OfxStatement& statement) {
  std::string out =
      "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:UTF-8\r\n"
      "CHARSET:NONE\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";
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
  leaf(out, "ACCTID", escaped(statement.account_id));
  leaf(out, "ACCTTYPE", "CHECKING");
  close(out, "BANKACCTFROM");
  open(out, "BANKTRANLIST");
  leaf(out, "DTSTART", day(statement.first));
  leaf(out, "DTEND", day(statement.as_of));
  return out;
}

std::string ofx_line(const StatementLine& line, std::string_view name, std::string_view memo) {
  std::string out;
  open(out, "STMTTRN");
  leaf(out, "TRNTYPE", type_of(line));
  leaf(out, "DTPOSTED", day(line.date));
  leaf(out, "TRNAMT", ledger::format_amount(line.amount));
  leaf(out, "FITID", element_text(line.id, 255));
  leaf(out, "REFNUM", element_text(without_dashes(line.group), 32));
  const std::string shown = element_text(name, longest_name);
  leaf(out, "NAME", shown.empty() ? fallback_name(line.movement) : std::string_view(shown));
  leaf(out, "MEMO", element_text(memo, longest_memo));
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
