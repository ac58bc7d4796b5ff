#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::store {

// What SQLite finds wrong with the file (PRAGMA quick_check), at most ten findings; empty for a
// sound one. Reads all of it.
[[nodiscard]] std::vector<std::string> damages(Database& database);

// The number of migrations applied to it.
[[nodiscard]] int schema_version(Database& database);
// The number of those that this program knows: what a database has once it is opened for writing.
[[nodiscard]] int known_schema_version();

}  // namespace bursar::store
