#pragma once

#include "audit/evidence.hpp"
#include "audit/source_report.hpp"
#include "ledger/instant.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::audit {

// Keeps what an audit came to, for reports that are made without asking the platform. What is about
// profiles is left out: it can be worked out at any time.
void record(store::Database& database, const store::Source& source, const SourceReport& report,
            Depth depth, ledger::Instant now);

}  // namespace bursar::audit
