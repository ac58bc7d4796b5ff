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

std::vector<ReadTask>& tasks_of(Plan& plan, const std::string& stream) {
  return stream == transactions_stream ? plan.transactions : plan.expenses;
}

// Touching or overlapping intervals joined, so that no row is asked for twice.
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

std::vector<store::Interval> retry_windows(store::Database& database, const store::Source& source,
                                           const std::string& stream) {
  std::vector<store::Interval> windows;
  for (const store::Unreadable& entry : store::quarantine(database, source.source)) {
    if (entry.key.stream != stream || !entry.key.member.empty()) continue;
    if (!windows.empty() && windows.back() == entry.window) continue;
    windows.push_back(entry.window);
    if (windows.size() == most_quarantine_retries) break;
  }
  return windows;
}

void plan_stream(store::Database& database, const store::Source& source, const Scope& scope,
                 const std::string& stream, ledger::Instant to, std::int64_t overlap_ms,
                 Plan& plan) {
  const store::StreamKey key{source.source, stream, {}};
  const auto mark = store::watermark(database, key, source.start);
  std::vector<store::Interval> ranges =
      store::uncovered(database, key, {source.start, to}, ledger::Instant{0});
  if (mark) {
    ranges.push_back({std::max(source.start, std::min(*mark, to) - overlap_ms), to});
    const auto retries = retry_windows(database, source, stream);
    ranges.insert(ranges.end(), retries.begin(), retries.end());
  }
  for (const store::Interval& range : joined(std::move(ranges))) {
    tasks_of(plan, stream).push_back({key, scope, range, {}, true});
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

Scope scope_of(const store::Source& source, const std::vector<store::Member>& members) {
  if (source.perspective == "host") return {Perspective::host, {source.account}};
  Scope scope{Perspective::account, {source.account}};
  for (const store::Member& member : members) {
    if (!member.gone && member.account != source.account) scope.accounts.push_back(member.account);
  }
  return scope;
}

Plan plan_sync(store::Database& database, const store::Source& source,
               const std::vector<store::Member>& members, ledger::Instant to,
               std::int64_t overlap_ms) {
  Plan plan;
  const Scope scope = scope_of(source, members);
  for (const char* stream : {transactions_stream, expenses_stream}) {
    for (const store::Member& member : members) {
      if (!member.caught_up && !member.gone) {
        plan_catch_up(database, source, member, stream, plan);
      }
    }
    plan_stream(database, source, scope, stream, to, overlap_ms, plan);
  }
  return plan;
}

Plan plan_backfill(store::Database& database, const store::Source& source,
                   const std::vector<store::Member>& members, const store::Interval& range,
                   ledger::Instant now) {
  Plan plan;
  const Scope scope = scope_of(source, members);
  for (const char* stream : {transactions_stream, expenses_stream}) {
    const store::StreamKey key{source.source, stream, {}};
    const ledger::Instant began = store::begin_backfill(database, key, range, now);
    for (const store::Interval& left : store::uncovered(database, key, range, began)) {
      tasks_of(plan, stream).push_back({key, scope, left, {}, true});
    }
  }
  return plan;
}

void finish_backfill(store::Database& database, const store::Source& source,
                     const store::Interval& range) {
  for (const char* stream : {transactions_stream, expenses_stream}) {
    store::end_backfill(database, {source.source, stream, {}}, range);
  }
}

}  // namespace bursar::sync
