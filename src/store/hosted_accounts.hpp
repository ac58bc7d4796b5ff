#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// Collectives, funds, projects and events with rows under the host of this source, of which it is
// not known what they belong to, or to which this run brought new rows: where they were, they may
// have left. Public ids.
[[nodiscard]] std::vector<std::string> accounts_of_unproven_host(Database& database,
                                                                 const Source& source,
                                                                 std::int64_t run);

}  // namespace bursar::store
