#pragma once

#include <cstdint>
#include <string>

#include "store/database.hpp"
#include "store/records.hpp"

namespace bursar::store {

// The platform may delete a row and insert it again (F 5.8.1). The new row takes the old one's
// place in `transactions`, and what was handed over of that place stands; the old row becomes a
// tombstone in the place of the new one. So the event is in the books once, in every night in
// between as well. All calls belong in a WriteTransaction.

// For a row that the platform does not know any more: whether a row of the same event, which came
// since the last run that ended well and of which nothing was handed over yet, took its place. The
// same event: both accounts, host, time of creation, kind, side, amounts, and what it was for.
bool succeed(Database& database, const std::string& gone, const WriteContext& context);

// Gives rows that came in this run with a tombstone's public id but another id its place. Returns
// how many.
std::int64_t succeed_tombstones(Database& database, const WriteContext& context);

}  // namespace bursar::store
