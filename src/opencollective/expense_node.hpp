#pragma once

// Internal to the page decoder (see node_reading.hpp).

#include "ledger/expense.hpp"
#include "opencollective/page_tables.hpp"

namespace bursar::opencollective::node {

// One node of an expenses page, or one expense looked up. Throws Breach.
[[nodiscard]] ledger::Expense read_expense(Object object, PageTables& tables);

}  // namespace bursar::opencollective::node
