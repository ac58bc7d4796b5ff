#pragma once

#include "cli/invocation.hpp"

namespace bursar::cli {

// The subcommands of `bursar report`. Each adds itself to `report`.
void add_tax_report(CLI::App& report, Action& chosen);
void add_open_items_report(CLI::App& report, Action& chosen);
void add_payees_report(CLI::App& report, Action& chosen);
void add_settlements_report(CLI::App& report, Action& chosen);

}  // namespace bursar::cli
