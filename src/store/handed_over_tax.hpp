#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/money.hpp"
#include "ledger/period.hpp"
#include "store/database.hpp"

namespace bursar::store {

// Tax that a journal handed over, added up. Amounts in hundredths; reversals are taken off.
struct HandedOverTax {
  ledger::Currency currency;
  bool is_collected = false;  // else paid
  std::string tax_code;       // of the lines that were taxed
  std::string vat_account;    // of the VAT line, where Bursar writes it; else the software does
  bool is_computed = false;   // from rates: no row of the platform shows the tax (accounting.md R5)
  std::int64_t net = 0;
  std::int64_t tax = 0;
  std::int64_t lines = 0;  // taxed lines, reversals and replacements counted in
};

// Of the profile's entries dated within `days`, whatever has become of the rows since.
[[nodiscard]] std::vector<HandedOverTax> handed_over_taxes(Database& database, std::int64_t profile,
                                                           const ledger::DayRange& days);

// Who writes the tax in this journal, as its layout calls it: "lines", "codes-exclusive",
// "codes-inclusive" or "none".
[[nodiscard]] std::string tax_mode_of(Database& database, std::int64_t profile);

}  // namespace bursar::store
