#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"
#include "store/interval_set.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// Which part of a source's history has been read and proven by count. This is the only cursor:
// the watermark is where the unbroken coverage from the source's start ends.
struct StreamKey {
  std::int64_t source = 0;
  std::string stream;  // "transactions" or "expenses"
  std::string member;  // public id where a single member is caught up; empty for the whole source
};

struct ProvenWindow {
  Interval interval;
  std::int64_t rows = 0;  // distinct ids seen, unreadable nodes counted; equal to totalCount
  std::int64_t run = 0;
  ledger::Instant proven_at;
};

// Records a proof; older windows that lie within it are superseded and removed. Belongs in the
// same WriteTransaction as the window's rows.
void record_window(Database& database, const StreamKey& key, const ProvenWindow& window);

// The parts of `range` that no window proven at or after `proven_since` covers, ascending.
[[nodiscard]] std::vector<Interval> uncovered(Database& database, const StreamKey& key,
                                              const Interval& range, ledger::Instant proven_since);

// Where the unbroken coverage from `start` ends; nothing when `start` itself is not covered.
[[nodiscard]] std::optional<ledger::Instant> watermark(Database& database, const StreamKey& key,
                                                       ledger::Instant start);

// Where the unbroken coverage of a stream ends for a whole source, whose accounts may be read in
// several parts: the earliest of theirs. Nothing when a part has none.
[[nodiscard]] std::optional<ledger::Instant> watermark_of_all_parts(Database& database,
                                                                    const Source& source,
                                                                    const std::string& stream);

// A backfill that has begun and not ended: a second call for the same range goes on from there.
// Returns when it began: `now` for a new one, the recorded time for one to resume.
[[nodiscard]] ledger::Instant begin_backfill(Database& database, const StreamKey& key,
                                             const Interval& range, ledger::Instant now);
void end_backfill(Database& database, const StreamKey& key, const Interval& range);

}  // namespace bursar::store
