#pragma once

#include "cli/output.hpp"
#include "reconcile/source_report.hpp"

namespace bursar::cli {

// Shows what reconciling a source came to: tables on a terminal, events with --json.
void show_reconciliation(const reconcile::SourceReport& report, Output& output);

// One line for the end of a sync: a note where all agrees, a warning where something differs.
void show_look_over(const reconcile::SourceReport& report, Output& output);

}  // namespace bursar::cli
