#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"

namespace bursar::store {

// A row that exists on the platform but could not be read (F 10.4, F 11.18). Known by its window
// and place, because its id is not.
struct Unreadable {
  std::int64_t entry = 0;  // row of `quarantine`
  StreamKey key;
  Interval window;
  std::int64_t index = 0;  // position among the window's nodes in ascending order
  std::string reason;
  std::int64_t attempts = 1;
  ledger::Instant first_seen;
  ledger::Instant last_seen;
};

// Replaces what was recorded for this stream within `window` by `entries` (their `entry`,
// `attempts` and `first_seen` are filled in by the store). Belongs in the window's transaction.
void put_quarantine(Database& database, const StreamKey& key, const Interval& window,
                    const std::vector<Unreadable>& entries, ledger::Instant now);
[[nodiscard]] std::vector<Unreadable> quarantine(Database& database, std::int64_t source);

}  // namespace bursar::store
