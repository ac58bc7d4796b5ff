#pragma once

// Internal to the page decoder (see node_reading.hpp).

#include "ledger/transaction.hpp"
#include "opencollective/page_tables.hpp"

namespace bursar::opencollective::node {

// One node of a transactions page. Throws Breach.
[[nodiscard]] ledger::Transaction read_transaction(Object object, PageTables& tables);

}  // namespace bursar::opencollective::node
