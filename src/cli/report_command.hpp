#pragma once

#include "cli/invocation.hpp"

namespace bursar::cli {

// The subcommands of `bursar report`, one file each where they are more than a calculation of the
// room `report`.
void add_figures_reports(CLI::App& report, Action& chosen);
void add_html_report(CLI::App& report, Action& chosen);

}  // namespace bursar::cli
