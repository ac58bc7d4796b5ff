#include "store/interval_set.hpp"

#include <algorithm>

namespace bursar::store {

std::vector<Interval> subtract(const Interval& range, std::vector<Interval> covered) {
  std::sort(covered.begin(), covered.end());
  std::vector<Interval> gaps;
  ledger::Instant reached = range.from;
  for (const Interval& interval : covered) {
    if (reached >= range.to) break;
    if (interval.from >= interval.to) continue;
    if (interval.from > reached) gaps.push_back({reached, std::min(interval.from, range.to)});
    reached = std::max(reached, interval.to);
  }
  if (reached < range.to) gaps.push_back({reached, range.to});
  return gaps;
}

std::optional<ledger::Instant> unbroken_until(ledger::Instant start,
                                              std::vector<Interval> covered) {
  std::sort(covered.begin(), covered.end());
  ledger::Instant reached = start;
  for (const Interval& interval : covered) {
    if (interval.from > reached) break;
    reached = std::max(reached, interval.to);
  }
  if (reached == start) return std::nullopt;
  return reached;
}

}  // namespace bursar::store
