#pragma once

#include <cstdint>
#include <optional>

#include "ledger/instant.hpp"
#include "store/database.hpp"
#include "store/news.hpp"
#include "store/profiles.hpp"

namespace bursar::store {

// Up to where a profile is known to account for every row: what is older and was not touched since
// need not be gone through again.
struct LookedOver {
  Seen seen;  // as far as the export had looked: what it had not seen is to be looked at
  std::int64_t line = 0;     // the newest line handed over
  ledger::Instant whole_at;  // when everything was gone through
};
// Nothing where all must be gone through: for the first time, or because other accounts are in the
// books now.
[[nodiscard]] std::optional<LookedOver> looked_over(Database& database, const Profile& profile);
// It accounts for every row now. `whole_at`: all was gone through; nothing: what was touched alone.
// Belongs in a WriteTransaction, as does the next.
void remember_look_over(Database& database, const Profile& profile,
                        const std::optional<ledger::Instant>& whole_at);
// All has to be gone through the next time: of every profile, and for sums of accounts.
void forget_look_overs(Database& database);

}  // namespace bursar::store
