#pragma once

#include "cli/invocation.hpp"
#include "export/export.hpp"

namespace bursar::cli {

// The subcommands of `bursar mapping` that work on the ledger.
void add_mapping_check(Command mapping);
void add_mapping_preview(Command mapping);
void add_mapping_needs(Command mapping);

// Throws Error(usage) unless the profile has a chart; `what` is what cannot be done without one.
void require_chart(const exporting::Request& request, const char* what);

// Groups that cannot be booked, one by one.
void report_broken(const std::string& profile, const std::vector<exporting::Held>& broken,
                   Output& output);

}  // namespace bursar::cli
