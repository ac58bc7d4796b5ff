#pragma once

#include <string>

#include "ledger/period.hpp"
#include "report/sheet.hpp"
#include "store/database.hpp"

namespace bursar::report {

// The tax that a journal has handed over in the period, by the days that it was handed over with:
// what the VAT return must say if it is to agree with the books, also where a lock has moved lines
// (accounting.md R21). Throws Error(try_later) where the profile has handed over nothing yet, and
// Error(usage) where it is no journal or leaves the tax to the software altogether.
[[nodiscard]] Sheet handed_over_tax_report(store::Database& database, const std::string& profile,
                                           const std::string& source,
                                           const ledger::DayRange& period);

}  // namespace bursar::report
