#pragma once

#include <cstdint>
#include <optional>
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

// All of those with rows under the host of this source, but those that are known to be gone. Public
// ids.
[[nodiscard]] std::vector<std::string> accounts_under_host(Database& database,
                                                           const Source& source);

// How many accounts the host had in the last run; nothing before the first.
[[nodiscard]] std::optional<std::int64_t> number_of_hosted(Database& database, std::int64_t source);
// Belongs in a WriteTransaction.
void put_number_of_hosted(Database& database, std::int64_t source, std::int64_t number);

}  // namespace bursar::store
