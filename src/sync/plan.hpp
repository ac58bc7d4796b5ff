#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "sync/stream_reader.hpp"

namespace bursar::sync {

inline constexpr const char* transactions_stream = "transactions";
inline constexpr const char* expenses_stream = "expenses";

// What the lanes of a source have to read.
struct Plan {
  std::vector<ReadTask> transactions;
  std::vector<ReadTask> expenses;
};

// A part of a source that one query can ask for: its host, or its account with the children it ever
// had that still exist, at most 200 a part (F 2.3.3). Members never change parts, so that each part
// has a coverage of its own under `part` (empty for the first).
struct ScopePart {
  std::string part;
  opencollective::Scope scope;
};
[[nodiscard]] std::vector<ScopePart> scope_parts(const store::Source& source,
                                                 const std::vector<store::Member>& members);

// A sync up to `to`: what no window covers yet, the overlap before the watermark, and rows that
// could not be read before. Members seen for the first time are caught up from the start.
[[nodiscard]] Plan plan_sync(store::Database& database, const store::Source& source,
                             const std::vector<store::Member>& members, ledger::Instant to,
                             std::int64_t overlap_ms);

// A backfill of `range`, or of what an interrupted one has left of it. Registers the backfill.
[[nodiscard]] Plan plan_backfill(store::Database& database, const store::Source& source,
                                 const std::vector<store::Member>& members,
                                 const store::Interval& range, ledger::Instant now);

// The backfill of `range` is complete.
void finish_backfill(store::Database& database, const store::Source& source,
                     const std::vector<store::Member>& members, const store::Interval& range);

}  // namespace bursar::sync
