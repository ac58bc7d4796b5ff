#pragma once

#include "cli/examination.hpp"
#include "config/config.hpp"
#include "ledger/instant.hpp"

namespace bursar::cli {

// What can be seen on this machine, without the network. Each adds what it finds.

// Whether the file is sound, of which schema, and how its last run went.
void examine_database(const config::Config& config, ledger::Instant now, Examination& examination);
// Room where the database lies and where files are handed over.
void examine_disk(const config::Config& config, Examination& examination);
// Who else may read the database and change the configuration, and whether this user may write.
void examine_permissions(const config::Config& config, Examination& examination);
// Whether something starts it by itself.
void examine_timer(const config::Environment& environment, Examination& examination);

}  // namespace bursar::cli
