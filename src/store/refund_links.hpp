#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::store {

// A refund and what it refunds name each other. Ids of rows that name another one than the row that
// names them, or one that is a tombstone, because that came, changed or went in this run: what the
// platform says of them has changed, too, in a month that nobody may have reason to read.
[[nodiscard]] std::vector<std::string> stale_refund_links(Database& database, std::int64_t run);

}  // namespace bursar::store
