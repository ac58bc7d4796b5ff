#pragma once

#include "audit/source_report.hpp"
#include "cli/output.hpp"

namespace bursar::cli {

// Shows what reconciling a source came to: tables on a terminal, events with --json.
void show_reconciliation(const audit::SourceReport& report, Output& output);

// A few lines for the end of a sync: notes on what was repaired, is late or could not be asked, and
// what all agrees; where something differs, or evidence was refused for several runs, the reason of
// the exit status.
void show_quick_check(const audit::SourceReport& report, Output& output);

}  // namespace bursar::cli
