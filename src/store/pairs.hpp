#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/asked_rows.hpp"
#include "store/database.hpp"

namespace bursar::store {

// Rows of one group and kind between the same two accounts, both sides of which are stored, and
// which do not mirror: what one account received is not what the other gave (F 5.2.3).
struct BrokenPair {
  std::string group;
  std::string account;  // public id of the one that received
  std::string slug;
  std::string kind;  // empty where the rows have none
  ledger::Instant created_at;
  // In the currency of the rows; or, where those mirror, in host currency (F 7.15).
  bool in_host_currency = false;
  ledger::Currency currency;
  std::int64_t amount = 0;  // by how much more was received than given
};
// Goes through all rows that are asked for. One side under another host, or in another currency,
// has nothing to be compared with.
[[nodiscard]] std::vector<BrokenPair> broken_pairs(Database& database, const AskedRows& asked);

}  // namespace bursar::store
