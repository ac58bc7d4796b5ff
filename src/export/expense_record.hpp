#pragma once

#include <cstddef>
#include <optional>

#include "export/transaction_record.hpp"
#include "mapping/record.hpp"
#include "store/queries.hpp"

namespace bursar::exporting {

// The day an expense counts for: created, incurred (`effective`; else created) or paid. Nothing for
// one that is not paid.
[[nodiscard]] std::optional<ledger::CivilDate> expense_date(const ledger::Expense& expense,
                                                            const Calendar& calendar);

// The fields of an expense. The record holds views of `row`.
void fill_record(const store::StoredExpense& row, const Calendar& calendar,
                 mapping::Record& record);

// Adds the fields of item `index` to the record of its expense; replaces those that the item has of
// its own: amount, currency, date incurred.
void fill_item(const ledger::Expense& expense, std::size_t index, const Calendar& calendar,
               mapping::Record& record);

}  // namespace bursar::exporting
