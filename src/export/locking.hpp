#pragma once

#include <string>
#include <vector>

#include "export/export.hpp"
#include "ledger/civil_date.hpp"
#include "store/database.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {

// What an account of the books had come to when a period was locked.
struct LockedTotal {
  std::string profile;
  std::string account;  // of a journal the ledger account, of a statement the slug
  ledger::Money amount;
};
// The totals of a lock, as recorded.
[[nodiscard]] std::vector<LockedTotal> locked_totals(const store::Lock& lock);

// A wish to lock a source up to the end of a day.
struct LockWish {
  store::Source source;
  ledger::CivilDate day;
  ledger::TimeZone zone = ledger::TimeZone::utc();
  std::vector<Request> profiles;  // all that are configured for the source
  bool force = false;
  std::string reason;
  // Stands in for a reconciliation of the period; empty: there must be one.
  std::string without_reconciliation;
  ledger::Instant now;
};

// What stands against a lock, a sentence each: the period is not proven; a profile would still hand
// over something dated in it, holds or waits for something, or has lines on suspense in it. Works
// that out by a dry run of each profile, so that it cannot differ from what an export would do.
[[nodiscard]] std::vector<std::string> lock_obstacles(store::Database& database,
                                                      const LockWish& wish);

// Locks the period for every profile of the source (accounting.md R16) and records what each
// account has come to. Throws Error(try_later) naming the obstacles, unless forced: then the record
// names them. Throws Error(try_later), forced or not, without a full reconciliation of the whole
// period that was made after the last sync and left no difference (accounting-2.md R16), unless the
// wish says why: then the record says that and what was lacking. Throws Error(usage) where as much
// or more is locked already.
store::Lock lock_period(store::Database& database, const LockWish& wish);

// Moves the lock back to an earlier day, or away. Lines that were moved by it stay where they are.
// Throws Error(usage) where that would not open anything.
store::Lock reopen_period(store::Database& database, const store::Source& source,
                          std::optional<ledger::CivilDate> day, const std::string& reason,
                          ledger::Instant now);

}  // namespace bursar::exporting
