#pragma once

#include <optional>
#include <string>

#include "store/database.hpp"

namespace bursar::store {

// The public id of the account that has this slug now, or this public id.
[[nodiscard]] std::optional<std::string> find_account(Database& database,
                                                      const std::string& slug_or_id);

}  // namespace bursar::store
