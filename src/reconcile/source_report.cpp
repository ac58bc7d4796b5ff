#include "reconcile/source_report.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "reconcile/comparison.hpp"
#include "store/damage.hpp"
#include "store/look_overs.hpp"

namespace bursar::reconcile {
namespace {

// Months with so many rows are read again without being asked: some seconds and requests.
constexpr std::int64_t cheap_rows = 20'000;

// Those to be read. What may be the platform's own is read once, for then it is known.
std::set<store::Interval> intervals_of(const std::vector<DifferingMonth>& months,
                                       const std::set<store::Interval>& read) {
  std::set<store::Interval> intervals;
  for (const DifferingMonth& month : months) {
    if (!may_be_theirs(month) || !read.contains(month.interval)) intervals.insert(month.interval);
  }
  return intervals;
}

bool is_cheap(const Scope& scope, const std::set<store::Interval>& intervals) {
  std::int64_t rows = 0;
  for (const store::Interval& interval : intervals) {
    rows += store::count_stored(scope.database, scope.asked, store::Stream::transactions, interval);
  }
  return rows <= cheap_rows;
}

void admit_damage(const Scope& scope, const std::set<store::Interval>& intervals) {
  store::WriteTransaction transaction(scope.database);
  for (const store::Interval& interval : intervals) {
    store::admit_damage(scope.database, scope.asked, interval);
  }
  // They may hold what was damaged.
  store::forget_look_overs(scope.database);
  transaction.commit();
}

// Reads what differs again until it does not, or twice.
void heal(Scope& scope, const Options& options, const ReadAgain& read_again, Comparison& comparison,
          SourceReport& report) {
  constexpr int most_times = 2;
  std::set<store::Interval> read;
  for (int times = 0; times < most_times; ++times) {
    const auto intervals = intervals_of(comparison.months, read);
    if (intervals.empty()) return;
    if (!options.heal && !is_cheap(scope, intervals)) return;
    admit_damage(scope, intervals);
    for (const store::Interval& interval : intervals) {
      read_again(interval);
      report.read_again.push_back(interval);
    }
    read.insert(intervals.begin(), intervals.end());
    refresh_accounts(scope);
    comparison = compare(scope);
  }
}

}  // namespace

SourceReport begin_report(const Scope& scope) {
  SourceReport report;
  report.source = scope.source.name;
  report.safe = scope.safe;
  report.read_to = scope.read_to;
  return report;
}

bool SourceReport::agrees() const {
  return std::none_of(differences.begin(), differences.end(), remains);
}

SourceReport reconcile_source(store::Database& database, opencollective::Client& client,
                              const store::Source& source, const Options& options,
                              const ReadAgain& read_again) {
  Scope scope = open_scope(database, client, source, options.now);
  SourceReport report = begin_report(scope);
  Comparison comparison = compare(scope);
  const std::vector<DifferingMonth> first = comparison.months;
  heal(scope, options, read_again, comparison, report);
  name_months(first, comparison, report.read_again, report.differences);
  for (const AccountBalance& line : comparison.balances.lines) {
    name_apart(line, report.differences);
  }
  report.balances = std::move(comparison.balances.lines);
  report.profiles = check_profiles(scope, Extent::everything, options.now, report.differences);
  return report;
}

}  // namespace bursar::reconcile
