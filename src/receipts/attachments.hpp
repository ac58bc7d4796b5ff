#pragma once

#include <string>
#include <vector>

#include "export/export.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/expense.hpp"
#include "store/queries.hpp"
#include "store/receipts.hpp"

namespace bursar::receipts {

// Which expenses an archive is about: those that the organisation answers for.
struct Selection {
  exporting::DayRange period;  // of the days that day_of() tells
  ledger::TimeZone zone = ledger::TimeZone::utc();
};

// The day an expense was paid on; that it was made on where it was not.
[[nodiscard]] ledger::CivilDate day_of(const ledger::Expense& expense,
                                       const ledger::TimeZone& zone);

// Whether the expense is in the books (paid, or with rows in the ledger) and in the period. What
// strangers propose and nobody has paid is none of the archive's business.
[[nodiscard]] bool is_selected(const store::StoredExpense& stored, const Selection& selection,
                               store::Receipts& receipts);

// What is attached to an expense: the files of its items, then those of the whole, the invoice
// among them. A file that several items name is one.
[[nodiscard]] std::vector<store::Attachment> attachments_of(const ledger::Expense& expense);

}  // namespace bursar::receipts
