#pragma once

#include "ledger/accounting_date.hpp"
#include "ledger/group.hpp"

namespace bursar::ledger {

// The day a row falls on, on the organisation's calendar (accounting.md R8). An EDIT refund, which
// the platform dates by the day of the edit, takes the effective date of the row it reverses, so
// that the edit of last month's added funds does not leave last month overstated (F 5.6.5).
[[nodiscard]] CivilDate date_of_row(const LedgerRow& row, DateBasis basis, const TimeZone& zone);

// The one date of all lines of a group's entries: its main row's. Rows of one event can differ,
// because some are written without an effective date.
[[nodiscard]] CivilDate date_of_entry(const Group& group, DateBasis basis, const TimeZone& zone);

}  // namespace bursar::ledger
