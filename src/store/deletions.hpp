#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/asked_rows.hpp"
#include "store/database.hpp"
#include "store/records.hpp"

namespace bursar::store {

// Deletions are never announced (F 5.8.1). A stored row that a proven window did not return is a
// suspect; a point look-up that does not find it, in two runs, confirms it (F 11.9, F 11.11); then
// it becomes a tombstone: kept, with its versions, but no longer handed out. A row that is read
// again rises from its tombstone by itself, as a new version.

struct Suspect {
  std::string id;
  std::int64_t runs_missed = 1;  // runs in which it was missing
  ledger::Instant first_missed;
  ledger::Instant last_missed;
};
// Notes that a record was missing in this run. Noting it twice in a run counts once.
void note_missing(Database& database, std::int64_t source, Stream stream, const std::string& id,
                  const WriteContext& context);
// It is there after all.
void clear_suspect(Database& database, std::int64_t source, Stream stream, const std::string& id);
[[nodiscard]] std::vector<Suspect> suspects(Database& database, std::int64_t source, Stream stream);

// Of these expenses (public ids), the stored ones that are paid: the platform lets nobody delete
// them (F 6.5), so their absence has another reason (F 11.11).
struct PaidExpense {
  std::string id;
  std::string description;
  ledger::Money amount;
};
[[nodiscard]] std::vector<PaidExpense> paid_among(Database& database,
                                                  const std::vector<std::string>& ids);

// Makes a stored record a tombstone, keeping the version before, and clears the suspicion. False
// when it is not stored or a tombstone already. Belongs in a WriteTransaction.
bool bury(Database& database, Stream stream, const std::string& id, const WriteContext& context);

}  // namespace bursar::store
