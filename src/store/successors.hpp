#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "ledger/transaction.hpp"
#include "store/database.hpp"
#include "store/records.hpp"

namespace bursar::store {

// The platform may delete a row and insert it again (F 5.8.1). The new row takes the old one's
// place in `transactions`, and what was handed over of that place stands; the old row becomes a
// tombstone in the place of the new one. So the event is in the books once, in every night in
// between as well. What writes belongs in a WriteTransaction.

// For rows that the platform does not know any more: which of them a row of the same event took the
// place of. That one came, or came back, since the last run that ended well, and nothing of it was
// handed over. So the old row takes its place again where the platform undoes what it did. The same
// event: both accounts, host, kind, side, amounts, and what it was for, and either the same group
// or the same time of creation. A date alone corrects nothing (accounting.md R12), so the place
// keeps the one it was handed over with.
[[nodiscard]] std::set<std::string> succeed(Database& database, const std::set<std::string>& gone,
                                            const WriteContext& context);

// Ids of rows that one which came, or came back, with this run is alike, in its group: worth a
// look-up, for the month that they were created in may not be counted before some nights have
// passed.
[[nodiscard]] std::vector<std::string> possible_predecessors(Database& database,
                                                             const WriteContext& context);

// Places of rows that should not enter the books tonight.
struct DoubtfulRows {
  std::set<ledger::Key> missing;  // on the platform, since one of the last runs
  // Came, or came back, when one like them, in another group and of another time, was missed.
  // Perhaps they were inserted in its stead, perhaps they are the next of the same kind: until the
  // one is confirmed to be gone or found, both in the books may be one too many.
  std::set<ledger::Key> stand_ins;
};
[[nodiscard]] DoubtfulRows doubtful_rows(Database& database);

// Gives rows that came in this run with a tombstone's public id but another id its place. Returns
// how many.
std::int64_t succeed_tombstones(Database& database, const WriteContext& context);

}  // namespace bursar::store
