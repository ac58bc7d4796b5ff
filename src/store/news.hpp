#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "store/database.hpp"
#include "store/queries.hpp"

namespace bursar::store {

// How far somebody has looked into the tables that only grow. Whatever is written later lies
// beyond.
struct Seen {
  std::int64_t row = 0;                  // transactions.row
  std::int64_t transaction_version = 0;  // transaction_versions.entry
  std::int64_t expense = 0;              // expenses.row
  std::int64_t record_version = 0;       // record_versions.entry
  auto operator<=>(const Seen&) const = default;
};
[[nodiscard]] Seen newest(Database& database);

// Transactions that were written since, or that something they depend on was: a new version of
// their own, their expense's or order's, or a new parent or type of their account. Names and codes
// of categories alone do not count (accounting.md R12, R13). Besides those that wait for the
// profile to hand them over. In the order of the store, each once; `deleted` are the tombstones.
// `visit` may write to any table but those of the records. References are valid during the call.
void for_each_touched_transaction(
    Database& database, const Seen& since, std::int64_t profile, Orders orders,
    const std::function<void(const StoredTransaction& row, bool deleted)>& visit);

// The groups that these belong to now or belonged to before. Besides, of a profile, those whose
// lines wait or are held and, where `unmapped_too`, those with lines on suspense. Ascending, each
// once; `visit` may write to any table but those of the records.
void for_each_touched_group(Database& database, const Seen& since, std::int64_t profile,
                            bool unmapped_too,
                            const std::function<void(const std::string& group)>& visit);

// Expenses that are new or have a new version since, by their place in `expenses`. Ascending.
void for_each_touched_expense(Database& database, const Seen& since,
                              const std::function<void(std::int64_t row)>& visit);

}  // namespace bursar::store
