#include "sync/window_walk.hpp"

#include <map>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "fake_ledger.hpp"

namespace bursar::sync {
namespace {

using ledger::Instant;
using Walk = WindowWalk<ledger::Transaction>;

constexpr std::int64_t day_us = 86'400'000'000;

struct Outcome {
  std::set<std::string> ids;
  std::int64_t rows = 0;
  std::int64_t proven_rows = 0;
  std::int64_t unreadable = 0;
  std::size_t largest_batch = 0;
  std::vector<store::Interval> intervals;
};

// Walks the whole of [0, end_ms) with one page size and checks on the way that windows chain.
Outcome walk_all(FakeLedger& ledger, std::int64_t end_ms, std::int64_t page_size,
                 Walk::Limits limits = {10'000, 10'000}) {
  Walk walk({{0}, {end_ms}}, limits);
  Outcome outcome;
  Instant reached{0};
  while (const auto ask = walk.next(page_size)) {
    EXPECT_LE(ask->limit, limits.most);
    for (const auto& batch : walk.take(ledger.answer(*ask))) {
      EXPECT_EQ(batch.interval.from, reached) << "windows must chain without gaps";
      EXPECT_LT(batch.interval.from, batch.interval.to);
      if (batch.proven_rows) reached = batch.interval.to;
      outcome.intervals.push_back(batch.interval);
      outcome.rows += batch.rows;
      outcome.proven_rows += batch.proven_rows.value_or(0);
      outcome.largest_batch = std::max(outcome.largest_batch, batch.page.rows.size());
      outcome.unreadable += static_cast<std::int64_t>(batch.page.unreadable.size());
      for (const auto& row : batch.page.rows) outcome.ids.insert(row.id);
    }
  }
  EXPECT_EQ(reached, Instant{end_ms});
  return outcome;
}

std::set<std::string> ids_before(const FakeLedger& ledger, std::int64_t end_ms) {
  std::set<std::string> ids;
  for (const auto& row : ledger.rows) {
    if (row.created_us <= end_ms * 1000) ids.insert(row.id);
  }
  return ids;
}

void add_row(FakeLedger& ledger, std::int64_t created_us, bool unreadable = false) {
  ledger.rows.push_back({created_us, "row-" + std::to_string(ledger.rows.size()), unreadable});
}

TEST(WindowWalk, ReadsAnEmptyLedgerInOneRequest) {
  FakeLedger ledger;
  EXPECT_EQ(walk_all(ledger, 1000, 100).rows, 0);
  EXPECT_EQ(ledger.requests, 1);
}

TEST(WindowWalk, AsksNothingOfAnEmptyRange) {
  Walk walk({{5}, {5}}, {10'000, 10'000});
  EXPECT_FALSE(walk.next(100).has_value());
}

TEST(WindowWalk, CostsAboutOneRequestAPage) {
  FakeLedger ledger;
  constexpr int rows = 20'000;
  for (int i = 0; i < rows; ++i) add_row(ledger, i * (365 * day_us / rows));
  const Outcome outcome = walk_all(ledger, 366 * day_us / 1000, 1000);
  EXPECT_EQ(outcome.ids.size(), static_cast<std::size_t>(rows));
  EXPECT_LE(ledger.requests, 21 + 5);
}

TEST(WindowWalk, FindsEveryRowUnderBothOrdersWithAnyPageSize) {
  std::mt19937 random(7);
  for (int seed = 0; seed < 60; ++seed) {
    FakeLedger ledger;
    ledger.bucket_order = seed % 2 == 1;
    std::uniform_int_distribution<std::int64_t> when(0, 3 * day_us);
    std::uniform_int_distribution<int> burst(1, 12);
    for (int group = 0; group < 80; ++group) {
      const std::int64_t at = when(random);
      const int size = burst(random);
      for (int i = 0; i < size; ++i) add_row(ledger, at + i * 137);
    }
    for (int i = 0; i < 40; ++i) add_row(ledger, day_us + 5);  // equal times
    const std::int64_t page = 1 + static_cast<std::int64_t>(random() % 90);
    const Outcome outcome = walk_all(ledger, 4 * day_us / 1000, page, {200, 10'000});
    EXPECT_EQ(outcome.ids, ids_before(ledger, 4 * day_us / 1000)) << "seed " << seed;
  }
}

TEST(WindowWalk, RaisesTheLimitForADenseInstant) {
  FakeLedger ledger;
  for (int i = 0; i < 3000; ++i) add_row(ledger, day_us);
  for (int i = 0; i < 500; ++i) add_row(ledger, 2 * day_us + i * 60'000'000LL);
  const Outcome outcome = walk_all(ledger, 4 * day_us / 1000, 1000);
  EXPECT_EQ(outcome.ids.size(), 3500U);
  EXPECT_LE(ledger.requests, 8);
}

TEST(WindowWalk, PagesByOffsetWhenTheHighestLimitDoesNotHoldAnInstant) {
  for (const bool bucket_order : {false, true}) {
    FakeLedger ledger;
    ledger.bucket_order = bucket_order;
    for (int i = 0; i < 450; ++i) add_row(ledger, day_us + 500 + i % 3);
    add_row(ledger, day_us + 60'000'000);
    const Outcome outcome = walk_all(ledger, 2 * day_us / 1000, 50, {100, 10'000});
    EXPECT_EQ(outcome.ids.size(), 451U) << "bucket order: " << bucket_order;
    EXPECT_LE(outcome.largest_batch, 100U);
    EXPECT_GE(outcome.proven_rows, 451);
  }
}

// What was answered is handed on at once, all of it and once only: nothing piles up in the walk.
TEST(WindowWalk, HoldsNoRowsOfAnInstantOfTwentyFiveThousandRows) {
  for (const bool bucket_order : {false, true}) {
    FakeLedger ledger;
    ledger.bucket_order = bucket_order;
    const std::size_t unreadable = bucket_order ? 0 : 6;
    for (int i = 0; i < 25'000; ++i) add_row(ledger, day_us, i < static_cast<int>(unreadable));
    Walk walk({{day_us / 1000 - 1}, {day_us / 1000 + 1}}, {10'000, 10'000});
    std::set<std::string> answered;
    std::set<std::string> handed_out;
    std::int64_t rows = 0;
    std::optional<std::int64_t> proven;
    while (const auto ask = walk.next(10'000)) {
      auto page = ledger.answer(*ask);
      // The first page shows that the instant is dense; the walk then begins with it anew.
      for (const auto& row : page.rows) {
        if (ledger.requests > 1) answered.insert(row.id);
      }
      for (const auto& batch : walk.take(std::move(page))) {
        EXPECT_LE(batch.page.rows.size(), 10'000U);
        EXPECT_FALSE(proven) << "the proof comes last";
        for (const auto& row : batch.page.rows) EXPECT_TRUE(handed_out.insert(row.id).second);
        rows += batch.rows;
        proven = batch.proven_rows;
        EXPECT_EQ(batch.page.unreadable.size(), proven ? unreadable : 0);
      }
      EXPECT_EQ(handed_out.size(), answered.size()) << "rows are held back";
    }
    EXPECT_EQ(handed_out.size() + unreadable, 25'000U) << "bucket order: " << bucket_order;
    EXPECT_EQ(rows, 25'000);
    EXPECT_EQ(proven, 25'000);
  }
}

TEST(WindowWalk, ADenseInstantsPagesAreNoLargerThanTheCallerAllows) {
  FakeLedger ledger;
  for (int i = 0; i < 5000; ++i) add_row(ledger, day_us);
  Walk walk({{0}, {2 * day_us / 1000}}, {10'000, 10'000});
  std::size_t rows = 0;
  while (const auto ask = walk.next(100, 700)) {
    EXPECT_LE(ask->limit, 700);
    for (const auto& batch : walk.take(ledger.answer(*ask))) rows += batch.page.rows.size();
  }
  EXPECT_EQ(rows, 5000U);
  EXPECT_LE(ledger.requests, 14);
}

TEST(WindowWalk, ReadsADenseInstantOnceOnly) {
  FakeLedger ledger;
  for (int i = 0; i < 450; ++i) add_row(ledger, day_us);
  add_row(ledger, day_us + 60'000'000);
  const Outcome outcome = walk_all(ledger, 2 * day_us / 1000, 100, {100, 10'000});
  EXPECT_EQ(outcome.ids.size(), 451U);
  EXPECT_LE(ledger.requests, 8) << "five pages, one that shows the density, the rest";
}

// Each page has rows that nobody has seen, and never as many as are counted.
TEST(WindowWalk, GivesUpOnADenseInstantWithEverNewRows) {
  Walk walk({{0}, {2 * day_us / 1000}}, {100, 10'000});
  int requests = 0;
  const auto read_on = [&] {
    while (const auto ask = walk.next(100)) {
      if (++requests > 200) break;
      FakeLedger ledger;
      for (int i = 0; i < 250; ++i) add_row(ledger, day_us);
      auto page = ledger.answer(*ask);
      for (auto& row : page.rows) row.id += "-" + std::to_string(requests);
      page.total_count += 50;
      (void)walk.take(std::move(page));
    }
  };
  EXPECT_THROW(read_on(), Error);
  EXPECT_LT(requests, 200);
}

TEST(WindowWalk, RefusesAnInstantOfMoreRowsThanAnyLedgerHas) {
  Walk walk({{0}, {2 * day_us / 1000}}, {100, 10'000});
  FakeLedger ledger;
  for (int i = 0; i < 450; ++i) add_row(ledger, day_us);
  int requests = 0;
  const auto read_on = [&] {
    while (const auto ask = walk.next(100)) {
      if (++requests > 200) break;
      auto page = ledger.answer(*ask);
      page.total_count = 9'000'000'000;
      (void)walk.take(std::move(page));
    }
  };
  EXPECT_THROW(read_on(), Error);
  EXPECT_LT(requests, 200);
}

TEST(WindowWalk, ReadsADenseInstantAnewWhenARowArrivesInIt) {
  FakeLedger ledger;
  for (int i = 0; i < 450; ++i) add_row(ledger, day_us);
  Walk walk({{0}, {2 * day_us / 1000}}, {100, 10'000});
  std::set<std::string> ids;
  std::int64_t proven = 0;
  while (const auto ask = walk.next(100)) {
    auto page = ledger.answer(*ask);
    if (ask->offset == 200 && ledger.rows.size() == 450) add_row(ledger, day_us);
    for (const auto& batch : walk.take(std::move(page))) {
      for (const auto& row : batch.page.rows) ids.insert(row.id);
      proven += batch.proven_rows.value_or(0);
    }
  }
  EXPECT_EQ(ids.size(), 451U);
  EXPECT_GE(walk.disagreements(), 1);
  EXPECT_GE(proven, 451);
}

TEST(WindowWalk, HealsACountThatIsStaleForAWhile) {
  for (const std::int64_t error : {-3, 1, 40}) {
    FakeLedger ledger;
    for (int i = 0; i < 900; ++i) add_row(ledger, i * 60'000'000LL);
    ledger.count_error = error;
    ledger.count_error_for = 4;
    const Outcome outcome = walk_all(ledger, day_us / 1000, 200);
    EXPECT_EQ(outcome.ids.size(), 900U) << "count off by " << error;
  }
}

TEST(WindowWalk, GivesUpWithAClearMessageWhenCountsNeverAgree) {
  FakeLedger ledger;
  for (int i = 0; i < 50; ++i) add_row(ledger, i * 60'000'000LL);
  ledger.count_error = 1;
  ledger.count_error_for = 1'000'000;
  Walk walk({{0}, {day_us / 1000}}, {10'000, 10'000});
  const auto run = [&] {
    while (const auto ask = walk.next(10)) (void)walk.take(ledger.answer(*ask));
  };
  try {
    run();
    FAIL() << "an unproven window must not pass";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_NE(std::string(error.what()).find("1970-01-01"), std::string::npos);
    EXPECT_FALSE(error.next_step().empty());
  }
}

TEST(WindowWalk, AsksAgainWhenARowArrivesBetweenTwoRequests) {
  FakeLedger ledger;
  for (int i = 0; i < 1000; ++i) add_row(ledger, i * 60'000'000LL);
  Walk walk({{0}, {day_us / 1000}}, {10'000, 10'000});
  std::set<std::string> ids;
  int request = 0;
  while (const auto ask = walk.next(100)) {
    auto page = ledger.answer(*ask);
    if (++request == 4) add_row(ledger, 600 * 60'000'000LL + 1);
    for (const auto& batch : walk.take(std::move(page))) {
      for (const auto& row : batch.page.rows) ids.insert(row.id);
    }
  }
  EXPECT_EQ(ids, ids_before(ledger, day_us / 1000));
  EXPECT_GE(walk.disagreements(), 1);
}

TEST(WindowWalk, CountsUnreadableNodesAndKeepsThem) {
  for (const bool bucket_order : {false, true}) {
    for (const int page : {7, 20, 64}) {
      FakeLedger ledger;
      ledger.bucket_order = bucket_order;
      for (int i = 0; i < 300; ++i) add_row(ledger, i * 3'000'000LL, i % 13 == 5);
      const Outcome outcome = walk_all(ledger, day_us / 1000, page, {100, 10'000});
      EXPECT_EQ(outcome.unreadable, 23) << "page " << page << " bucket order " << bucket_order;
      EXPECT_EQ(outcome.ids.size(), 277U);
    }
  }
}

TEST(WindowWalk, LosesNoRowWhoseMicrosecondsPassTheWindowsEdge) {
  FakeLedger ledger;
  // All within one millisecond, more than a page holds: the edge of a window must fall between
  // them.
  for (int i = 0; i < 30; ++i) add_row(ledger, 5'000'000 + i * 20);
  for (int i = 0; i < 30; ++i) add_row(ledger, 5'001'000 + i * 20);
  const Outcome outcome = walk_all(ledger, 10'000, 10, {10, 0});
  EXPECT_EQ(outcome.ids.size(), 60U);
}

}  // namespace
}  // namespace bursar::sync
