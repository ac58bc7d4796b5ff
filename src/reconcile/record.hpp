#pragma once

#include <cstdint>

#include "ledger/instant.hpp"
#include "reconcile/source_report.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::reconcile {

// Which of the two comparisons it was: that of `bursar reconcile`, or that of the end of a sync.
enum class Form : std::uint8_t { whole, short_form };

// Keeps what a comparison came to, for reports that are made without asking the platform. What is
// about profiles is left out: it can be worked out at any time.
void record(store::Database& database, const store::Source& source, const SourceReport& report,
            Form form, ledger::Instant now);

}  // namespace bursar::reconcile
