#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/scope.hpp"
#include "ledger/instant.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "sync/stream_reader.hpp"

namespace bursar::sync {

using audit::scope_parts;
using audit::ScopePart;

inline constexpr const char* transactions_stream = "transactions";
inline constexpr const char* expenses_stream = "expenses";

// What the lanes of a source have to read.
struct Plan {
  std::vector<ReadTask> transactions;
  std::vector<ReadTask> expenses;
};

[[nodiscard]] std::vector<ReadTask>& tasks_of(Plan& plan, const std::string& stream);

// Touching or overlapping intervals joined, so that no row is asked for twice.
[[nodiscard]] std::vector<store::Interval> joined(std::vector<store::Interval> intervals);

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
