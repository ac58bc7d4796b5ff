#pragma once

#include <string>

#include "cli/invocation.hpp"
#include "ledger/period.hpp"
#include "report/source_books.hpp"
#include "store/database.hpp"

namespace bursar::cli {

// The subcommands of `bursar report`. Each adds itself to `report`.
void add_tax_report(Command report);
void add_open_items_report(Command report);
void add_payees_report(Command report);
void add_settlements_report(Command report);
void add_html_report(Command report);

// What they have in common.

// Reads --period as seen on this day. Throws Error(usage).
[[nodiscard]] ledger::DayRange period_of(const std::string& text, ledger::CivilDate today);
// The books of a source as configured. Throws Error(try_later) where nothing of it is stored.
[[nodiscard]] report::SourceBooks open_books(store::Database& database,
                                             const config::SourceConfig& source,
                                             const ledger::TimeZone& zone);

}  // namespace bursar::cli
