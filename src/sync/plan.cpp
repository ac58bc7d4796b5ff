#include "sync/plan.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "store/quarantine.hpp"

namespace bursar::sync {
namespace {

using opencollective::Perspective;
using opencollective::Scope;

// Windows with unreadable rows that one run tries anew, so that a lasting fault of the platform
// does not eat a night's requests.
constexpr std::size_t most_quarantine_retries = 3;

std::vector<store::Interval> retry_windows(store::Database& database, const store::StreamKey& key) {
  std::vector<store::Interval> windows;
  for (const store::Unreadable& entry : store::quarantine(database, key.source)) {
    if (entry.key.stream != key.stream || entry.key.member != key.member) continue;
    if (!windows.empty() && windows.back() == entry.window) continue;
    windows.push_back(entry.window);
    if (windows.size() == most_quarantine_retries) break;
  }
  return windows;
}

void plan_part(store::Database& database, const store::Source& source, const ScopePart& part,
               const std::string& stream, ledger::Instant to, std::int64_t overlap_ms, Plan& plan) {
  const store::StreamKey key{source.source, stream, part.part};
  const auto mark = store::watermark(database, key, source.start);
  std::vector<store::Interval> ranges =
      store::uncovered(database, key, {source.start, to}, ledger::Instant{0});
  if (mark) {
    ranges.push_back({std::max(source.start, std::min(*mark, to) - overlap_ms), to});
    const auto retries = retry_windows(database, key);
    ranges.insert(ranges.end(), retries.begin(), retries.end());
  }
  for (const store::Interval& range : joined(std::move(ranges))) {
    tasks_of(plan, stream).push_back({key, part.scope, range, {}, true});
  }
}

// A child that appeared after the first sync may bring history that the source has passed by.
void plan_catch_up(store::Database& database, const store::Source& source,
                   const store::Member& member, const std::string& stream, Plan& plan) {
  const auto mark = store::watermark(database, {source.source, stream, {}}, source.start);
  if (!mark) return;
  const store::StreamKey key{source.source, stream, member.account};
  const Scope scope{Perspective::account, {member.account}};
  for (const store::Interval& range :
       store::uncovered(database, key, {source.start, *mark}, ledger::Instant{0})) {
    tasks_of(plan, stream).push_back({key, scope, range, {}, true});
  }
}

}  // namespace

std::vector<ReadTask>& tasks_of(Plan& plan, const std::string& stream) {
  return stream == transactions_stream ? plan.transactions : plan.expenses;
}

std::vector<store::Interval> joined(std::vector<store::Interval> intervals) {
  std::sort(intervals.begin(), intervals.end());
  std::vector<store::Interval> result;
  for (const store::Interval& interval : intervals) {
    if (interval.from >= interval.to) continue;
    if (!result.empty() && interval.from <= result.back().to) {
      result.back().to = std::max(result.back().to, interval.to);
    } else {
      result.push_back(interval);
    }
  }
  return result;
}

Plan plan_sync(store::Database& database, const store::Source& source,
               const std::vector<store::Member>& members, ledger::Instant to,
               std::int64_t overlap_ms) {
  Plan plan;
  const std::vector<ScopePart> parts = scope_parts(source, members);
  for (const char* stream : {transactions_stream, expenses_stream}) {
    for (const store::Member& member : members) {
      if (!member.caught_up && !member.gone) {
        plan_catch_up(database, source, member, stream, plan);
      }
    }
    for (const ScopePart& part : parts) {
      plan_part(database, source, part, stream, to, overlap_ms, plan);
    }
  }
  return plan;
}

Plan plan_backfill(store::Database& database, const store::Source& source,
                   const std::vector<store::Member>& members, const store::Interval& range,
                   ledger::Instant now) {
  Plan plan;
  for (const char* stream : {transactions_stream, expenses_stream}) {
    for (const ScopePart& part : scope_parts(source, members)) {
      const store::StreamKey key{source.source, stream, part.part};
      const ledger::Instant began = store::begin_backfill(database, key, range, now);
      for (const store::Interval& left : store::uncovered(database, key, range, began)) {
        tasks_of(plan, stream).push_back({key, part.scope, left, {}, true});
      }
    }
  }
  return plan;
}

void finish_backfill(store::Database& database, const store::Source& source,
                     const std::vector<store::Member>& members, const store::Interval& range) {
  for (const char* stream : {transactions_stream, expenses_stream}) {
    for (const ScopePart& part : scope_parts(source, members)) {
      store::end_backfill(database, {source.source, stream, part.part}, range);
    }
  }
}

}  // namespace bursar::sync
