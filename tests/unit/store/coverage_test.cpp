#include "store/coverage.hpp"

#include <bitset>
#include <random>

#include "store/sources.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

Interval between(std::int64_t from, std::int64_t to) {
  return {{from}, {to}};
}

TEST(IntervalSet, GapsAreExactlyTheInstantsThatABitmapLeavesUncovered) {
  constexpr int size = 64;
  std::mt19937 random(20'260'101);
  std::uniform_int_distribution<int> instant(0, size);
  for (int round = 0; round < 3000; ++round) {
    std::vector<Interval> covered;
    std::bitset<size> bits;
    const int count = instant(random) / 6;
    for (int i = 0; i < count; ++i) {
      const int from = instant(random);
      const int to = instant(random);  // inverted and empty ones, too
      covered.push_back(between(from, to));
      for (int at = from; at < to; ++at) bits.set(static_cast<std::size_t>(at));
    }
    const int from = instant(random);
    const int to = instant(random);
    std::bitset<size> gaps;
    std::int64_t previous_end = -1;
    for (const Interval& gap : subtract(between(from, to), covered)) {
      ASSERT_LT(gap.from, gap.to);
      ASSERT_GT(gap.from.ms, previous_end) << "neighbouring gaps are one";
      previous_end = gap.to.ms;
      for (auto at = gap.from.ms; at < gap.to.ms; ++at) gaps.set(static_cast<std::size_t>(at));
    }
    int reached = from;
    while (reached < size && bits[static_cast<std::size_t>(reached)]) ++reached;
    for (int at = 0; at < size; ++at) {
      const auto place = static_cast<std::size_t>(at);
      ASSERT_EQ(gaps[place], at >= from && at < to && !bits[place]);
    }
    const auto unbroken = unbroken_until({from}, covered);
    ASSERT_EQ(unbroken.has_value(), reached > from);
    ASSERT_EQ(unbroken.value_or(ledger::Instant{from}).ms, reached > from ? reached : from);
  }
}

class Coverage : public StoreTest {
 protected:
  void prove(std::int64_t from, std::int64_t to, std::int64_t proven_at = 0) {
    record_window(database_, key_, {between(from, to), 5, 1, {proven_at}});
  }
  std::int64_t source_ = open_source(database_, "ours", "host", "acc_host", {0}).source;
  StreamKey key_{source_, "transactions", ""};
  const ledger::Instant ever_{0};
};

TEST_F(Coverage, TheWatermarkIsWhereUnbrokenCoverageEnds) {
  EXPECT_FALSE(watermark(database_, key_, {0}));
  prove(0, 10);
  prove(10, 20);
  prove(30, 40);
  EXPECT_EQ(watermark(database_, key_, {0})->ms, 20);
  EXPECT_EQ(watermark(database_, key_, {35})->ms, 40);
  EXPECT_FALSE(watermark(database_, key_, {20}));
  prove(15, 30);
  EXPECT_EQ(watermark(database_, key_, {0})->ms, 40);
}

TEST_F(Coverage, OnlyWhatIsNotProvenSinceIsUncovered) {
  prove(0, 50, 100);
  prove(20, 30, 200);
  EXPECT_EQ(uncovered(database_, key_, between(10, 60), ever_),
            (std::vector<Interval>{between(50, 60)}));
  EXPECT_EQ(uncovered(database_, key_, between(10, 60), {200}),
            (std::vector<Interval>{between(10, 20), between(30, 60)}));
}

TEST_F(Coverage, AProofSupersedesTheProofsWithinIt) {
  prove(0, 10);
  prove(10, 20);
  prove(20, 35);
  prove(0, 30);
  EXPECT_EQ(ask("SELECT group_concat(starts_at || '-' || ends_at) FROM windows"), "20-35,0-30");
}

TEST_F(Coverage, StreamsAndMembersAreKeptApart) {
  prove(0, 10);
  EXPECT_FALSE(watermark(database_, {source_, "expenses", ""}, {0}));
  EXPECT_FALSE(watermark(database_, {source_, "transactions", "acc_child"}, {0}));
}

TEST_F(Coverage, AnEmptyWindowIsABug) {
  EXPECT_ANY_THROW(prove(5, 5));
}

TEST_F(Coverage, ABackfillGoesOnWhereTheKilledOneStopped) {
  const Interval year = between(0, 1000);
  EXPECT_EQ(begin_backfill(database_, key_, year, {50}).ms, 50);
  EXPECT_EQ(begin_backfill(database_, key_, year, {70}).ms, 50);
  EXPECT_EQ(begin_backfill(database_, key_, between(0, 999), {70}).ms, 70);
  end_backfill(database_, key_, year);
  EXPECT_EQ(begin_backfill(database_, key_, year, {90}).ms, 90);
}

}  // namespace
}  // namespace bursar::store
