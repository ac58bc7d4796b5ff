// The audit of a source within a run: evidence is taken, what differs is read again at once, and
// the evidence is judged once more.
#include <algorithm>
#include <utility>

#include "audit/profile_check.hpp"
#include "audit/record.hpp"
#include "store/damage.hpp"
#include "store/look_overs.hpp"
#include "sync/source_sync.hpp"

namespace bursar::sync {
namespace {

// Counts and sums point at most months in the first round, balances at others in the second; what a
// merger or a move uncovers there is read in the third.
constexpr int most_rounds = 3;

// Months with so many rows are read again by `bursar reconcile` without being asked: some seconds
// and requests.
constexpr std::int64_t cheap_rows = 20'000;

void append(std::vector<audit::DifferingMonth>& all, std::vector<audit::DifferingMonth> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// A walk that goes on through so few rows costs no more requests than two walks do.
constexpr std::int64_t rows_of_a_bridge = 1'000;

// Joined where they touch, and where little lies between them.
std::vector<store::Interval> bridged(store::Database& database, const ScopePart& part,
                                     store::Stream stream,
                                     const std::set<store::Interval>& places) {
  std::vector<store::Interval> ranges;
  for (const store::Interval& next : joined({places.begin(), places.end()})) {
    const bool is_near =
        !ranges.empty() && store::count_stored(database, audit::asked_rows(part.scope), stream,
                                               {ranges.back().to, next.from}) <= rows_of_a_bridge;
    if (is_near) {
      ranges.back().to = next.to;
    } else {
      ranges.push_back(next);
    }
  }
  return ranges;
}

// The places as tasks, in as few walks as they need.
Plan plan_of(store::Database& database, const audit::Places& places, const store::Source& source,
             const std::vector<ScopePart>& parts) {
  Plan plan;
  for (const ScopePart& part : parts) {
    for (const store::Stream stream : {store::Stream::transactions, store::Stream::expenses}) {
      const auto place = places.find({part.part, stream});
      if (place == places.end()) continue;
      const store::StreamKey key{source.source, store::stream_name(stream), part.part};
      for (const store::Interval& range : bridged(database, part, stream, place->second)) {
        tasks_of(plan, key.stream).push_back({key, part.scope, range, {}, true, {}});
      }
    }
  }
  return plan;
}

// What is stored of these places and is not what was read once is read as changed.
void admit_damage(store::Database& database, const std::vector<ScopePart>& parts,
                  const audit::Places& places) {
  store::WriteTransaction transaction(database);
  for (const ScopePart& part : parts) {
    const auto place = places.find({part.part, store::Stream::transactions});
    if (place == places.end()) continue;
    for (const store::Interval& interval : place->second) {
      store::admit_damage(database, audit::asked_rows(part.scope), interval);
    }
  }
  store::forget_look_overs(database);  // they may hold what was damaged
  transaction.commit();
}

}  // namespace

void SourceSync::reconcile() {
  probe();
  audit_history(audit::Depth::full);
}

void SourceSync::audit_history(audit::Depth depth) {
  const ledger::Instant now = context_.clock.now();
  audit::Scope scope =
      audit::open_scope(context_.database, *transactions_lane_.client, source_, now);
  audit::Places read_again;
  audit::Evidence evidence = audit::gather(scope, depth, now, read_again);
  std::vector<audit::DifferingMonth> found;
  for (int round = 0; round < most_rounds; ++round) {
    audit::Places places = audit::places_to_read(scope, evidence, read_again);
    if (places.empty() && depth == audit::Depth::quick) {
      audit::narrow_balances(scope, evidence);
      places = audit::places_to_read(scope, evidence, read_again);
    }
    append(found, audit::differing_months(scope, evidence));
    if (places.empty() || !may_repair(scope, places)) break;
    repair(scope, places);
    for (const auto& [place, intervals] : places) {
      read_again[place].insert(intervals.begin(), intervals.end());
    }
    if (audit::agrees(evidence)) break;  // nothing to be judged once more
    audit::refresh_accounts(scope);
    evidence = audit::gather(scope, depth, now, read_again);
  }
  audited_ = audit::conclude(scope, found, evidence, read_again, now);
  check_profiles(scope, depth, *audited_);
  audit::record(context_.database, source_, *audited_, depth, now);
}

bool SourceSync::may_repair(const audit::Scope& scope, const audit::Places& places) const {
  return context_.options.repair || audit::rows_within(scope, places) <= cheap_rows;
}

void SourceSync::repair(const audit::Scope& scope, const audit::Places& places) {
  admit_damage(context_.database, scope.parts, places);
  Plan plan;
  read([&] {
    plan = plan_of(context_.database, places, source_, scope_parts(source_, members()));
    return plan;
  });
  suspect_gone_members(plan.transactions);
  settle_losses();
}

// What became of the stored rows in each profile: of what was written since the last time that all
// agreed, and of everything where something differs.
void SourceSync::check_profiles(const audit::Scope& scope, audit::Depth depth,
                                audit::SourceReport& report) {
  const ledger::Instant now = context_.clock.now();
  const auto check = [&](audit::Extent extent) {
    std::vector<audit::Difference> differences;
    report.profiles = audit::check_profiles(scope, extent, now, differences);
    return differences;
  };
  const bool whole = depth == audit::Depth::full;
  auto differences = check(whole ? audit::Extent::everything : audit::Extent::news);
  if (!whole && std::any_of(differences.begin(), differences.end(), audit::remains)) {
    differences = check(audit::Extent::everything);
  }
  report.differences.insert(report.differences.end(), differences.begin(), differences.end());
  if (!whole && report.agrees()) audit::remember_profiles(scope, report.profiles, now);
}

}  // namespace bursar::sync
