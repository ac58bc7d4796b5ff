#pragma once

#include <optional>

#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "reconcile/source_report.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::reconcile {

// Reconciling for the end of every sync: the balances of the source's own account and its children,
// and what was handed over, without a search for the month and without reading anything again.
// Nothing where it is known that rows are missing here or there: until those are read, or are
// confirmed to be gone, figures must differ. Goes through what was written since the last time that
// all agreed, and once a week, or where something differs, through everything; writes down what it
// need not look at again. Throws Error.
[[nodiscard]] std::optional<SourceReport> look_over_source(store::Database& database,
                                                           opencollective::Client& client,
                                                           const store::Source& source,
                                                           ledger::Instant now);

}  // namespace bursar::reconcile
