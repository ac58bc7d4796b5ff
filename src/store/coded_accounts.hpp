#pragma once

#include <cstdint>

#include "store/database.hpp"

namespace bursar::store {

// Whether the row of this unit (export_units) names other accounts, on either side, than when its
// lines were handed over last or caught up: somebody merged profiles, and it is another event now.
// An account that moved under another parent or host is the same one.
[[nodiscard]] bool names_other_accounts(Database& database, std::int64_t unit);

}  // namespace bursar::store
