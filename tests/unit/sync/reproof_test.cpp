#include "sync/reproof.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bursar::sync {
namespace {

ledger::Instant at(const std::string& day) {
  return ledger::parse_rfc3339(day + "T00:00:00.000Z").value();
}

TEST(Reproof, MonthsAreThoseOfTheCalendarWithoutAGap) {
  const auto months = months_between(at("2015-01-01"), at("2025-11-20"), at("2026-02-10"));
  ASSERT_EQ(months.size(), 4U);
  EXPECT_EQ(months[0], (store::Interval{at("2015-01-01"), at("2025-12-01")}))
      << "before the first row there is nothing to be told apart";
  EXPECT_EQ(months[1], (store::Interval{at("2025-12-01"), at("2026-01-01")}));
  EXPECT_EQ(months[2], (store::Interval{at("2026-01-01"), at("2026-02-01")}));
  EXPECT_EQ(months[3], (store::Interval{at("2026-02-01"), at("2026-02-10")}));
}

TEST(Reproof, AStoreWithoutRowsIsOnePiece) {
  const auto months = months_between(at("2015-01-01"), ledger::Instant::max(), at("2026-02-10"));
  ASSERT_EQ(months.size(), 1U);
  EXPECT_EQ(months[0], (store::Interval{at("2015-01-01"), at("2026-02-10")}));
}

TEST(Reproof, ASourceThatBeginsTomorrowHasNoMonths) {
  EXPECT_TRUE(months_between(at("2026-02-10"), at("2026-02-10"), at("2026-02-10")).empty());
}

// Ten years and the newest month that has only begun.
TEST(Reproof, TenYearsComeRoundInEightNights) {
  const auto all = months_between(at("2016-02-01"), at("2016-02-03"), at("2026-02-10"));
  ASSERT_EQ(all.size(), 121U);
  std::map<ledger::Instant, ledger::Instant> counted;
  for (int night = 1; night <= 8; ++night) {
    const auto turn = months_whose_turn_it_is(all, counted);
    EXPECT_LE(turn.size(), months_a_night);
    std::set<store::Interval> distinct(turn.begin(), turn.end());
    EXPECT_TRUE(distinct.contains(all.back()) && distinct.contains(all[all.size() - 2]))
        << "where most changes are";
    for (const store::Interval& month : turn) counted[month.from] = {night};
  }
  EXPECT_EQ(counted.size(), all.size());
}

}  // namespace
}  // namespace bursar::sync
