#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "export/statement_line.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"

namespace bursar::exporting {

// OFX 1.0.2 in the dialect that every importer tried reads: SGML, UTF-8 without byte order mark,
// CRLF, every leaf element closed, none empty, days of eight digits, one account in one currency.
// OFX 2.0.2 (XML) has the same elements behind another opening.
enum class OfxForm : std::uint8_t { sgml, xml };

struct OfxStatement {
  std::string account_id;  // ACCTID, at most 22 characters; see ofx_account_id
  ledger::Currency currency;
  ledger::CivilDate first;  // DTSTART
  ledger::CivilDate as_of;  // DTEND, DTASOF and DTSERVER: no file depends on the clock
  OfxForm form = OfxForm::sgml;
};

[[nodiscard]] std::string ofx_opening(const OfxStatement& statement);
// `name` and `memo` are plain text: they are cleaned, cut to 32 and 255 characters and escaped
// here. An empty name becomes the movement's; an empty memo is left out. A note, at most 100 plain
// characters of ASCII, ends the memo whatever is cut.
[[nodiscard]] std::string ofx_line(const StatementLine& line, std::string_view name,
                                   std::string_view memo, std::string_view note = {});
// `balance` is the sum of all lines up to `as_of`.
[[nodiscard]] std::string ofx_closing(ledger::Money balance, ledger::CivilDate as_of);

// The account id for a slug: the slug itself up to 22 characters, else its first 15, a dash and six
// hexadecimal digits of its hash, because importers cut there and would take two accounts for one.
// A stream in a second currency of an account says so: `suffix` is appended to the slug first.
[[nodiscard]] std::string ofx_account_id(const std::string& slug, const std::string& suffix = {});

}  // namespace bursar::exporting
