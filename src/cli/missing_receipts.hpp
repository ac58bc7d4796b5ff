#pragma once

#include <vector>

#include "cli/output.hpp"
#include "receipts/attachments.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::cli {

// The list of missing receipts: a table, CSV, or an event each.
void show_missing_receipts(store::Database& database, const std::vector<store::Source>& sources,
                           const receipts::Selection& selection, bool csv, Output& output);

}  // namespace bursar::cli
