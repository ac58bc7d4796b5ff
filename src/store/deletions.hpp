#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"
#include "store/interval_set.hpp"
#include "store/records.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// Deletions are never announced (F 5.8.1). A stored row that a proven window did not return is a
// suspect; a point look-up that does not find it, in two runs, confirms it (F 11.9, F 11.11); then
// it becomes a tombstone: kept, with its versions, but no longer handed out. A row that is read
// again rises from its tombstone by itself, as a new version.
enum class Stream { transactions, expenses };

// Stored records of the source that were created within the window and are no tombstones: ids of
// transactions, public ids of expenses, ascending. Of one member only where one is named.
[[nodiscard]] std::vector<std::string> stored_ids(Database& database, const Source& source,
                                                  Stream stream, const Interval& window,
                                                  const std::string& member = {});
// How many these are: what the platform's totalCount of the window is compared with.
[[nodiscard]] std::int64_t count_stored(Database& database, const Source& source, Stream stream,
                                        const Interval& window, const std::string& member = {});

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

// Makes a stored record a tombstone, keeping the version before, and clears the suspicion. False
// when it is not stored or a tombstone already. Belongs in a WriteTransaction.
bool bury(Database& database, Stream stream, const std::string& id, const WriteContext& context);

}  // namespace bursar::store
