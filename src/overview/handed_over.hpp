#pragma once

#include "ledger/civil_date.hpp"
#include "page/report.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::overview {

// What the profiles of a source handed over: by ledger account in the period, lines on suspense,
// and corrections since the last lock.
void add_handed_over(store::Database& database, const store::Source& source,
                     ledger::CivilDate first, ledger::CivilDate last, page::SourceSection& section);

}  // namespace bursar::overview
