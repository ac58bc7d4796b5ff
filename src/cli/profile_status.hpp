#pragma once

#include "cli/output.hpp"
#include "config/config.hpp"
#include "store/database.hpp"

namespace bursar::cli {

// For every profile that has handed over anything, or is configured: its last batch, up to which
// day, what waits and is held back, and up to which day its source is locked. Of profiles whose
// sources the configuration has.
void show_profiles(store::Database& database, const config::Config& config, Output& output);

}  // namespace bursar::cli
