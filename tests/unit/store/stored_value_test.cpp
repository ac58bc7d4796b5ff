#include "store/stored_value.hpp"

#include <cstdint>

#include <gtest/gtest.h>

#include "crafted_store.hpp"
#include "error/error.hpp"
#include "store/asked_rows.hpp"
#include "store/batches.hpp"
#include "store/expense_history.hpp"
#include "store/profiles.hpp"
#include "store/sources.hpp"

namespace bursar::store {
namespace {

template <typename Work>
void expect_refused(const Work& work) {
  try {
    (void)work();
    ADD_FAILURE() << "let pass";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data) << error.what();
  }
}

TEST(StoredValue, InstantsLieInTheYearsThatThePlatformCanWrite) {
  EXPECT_EQ(stored_instant(0).ms, 0);
  EXPECT_EQ(ledger::format_rfc3339(stored_instant(-62'167'219'200'000)),
            "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(stored_instant(ledger::Instant::max().ms), ledger::Instant::max());
  for (const std::int64_t ms :
       {INT64_MIN, INT64_MAX, std::int64_t{-62'167'219'200'001}, ledger::Instant::max().ms + 1}) {
    expect_refused([&] { return stored_instant(ms); });
  }
}

TEST(StoredValue, DaysLieInTheSameYears) {
  EXPECT_EQ(ledger::format_civil_date(stored_day(-719'528)), "0000-01-01");
  EXPECT_EQ(ledger::format_civil_date(stored_day(2'932'896)), "9999-12-31");
  for (const std::int64_t days : {INT64_MIN, INT64_MAX, std::int64_t{INT32_MAX},
                                  std::int64_t{1} << 32U, std::int64_t{-719'530}}) {
    expect_refused([&] { return stored_day(days); });
  }
}

TEST(StoredValue, NumbersCanBeCountedOn) {
  EXPECT_EQ(stored_ordinal(0), 0);
  EXPECT_EQ(stored_ordinal(1'000'000'000'000), 1'000'000'000'000);
  for (const std::int64_t number : {std::int64_t{-1}, INT64_MAX, INT64_MIN}) {
    expect_refused([&] { return stored_ordinal(number); });
  }
}

// Values as only something else than this program can have written them.
using AbsurdValues = CraftedStore;

// The loops over months of a reconciliation began here, in the year -292 million.
TEST_F(AbsurdValues, OfTheStartOfASourceAreRefused) {
  exec("UPDATE sources SET starts_at = -9223372036854775808");
  expect_refused([&] { return list_sources(database_); });
}

// `newest + 1` overflowed.
TEST_F(AbsurdValues, OfTheTimeOfAnExpenseAreRefused) {
  auto page = make_expense_page();
  page.rows = {make_expense(1)};
  write(page);
  exec(
      "UPDATE sources SET account = (SELECT a.public_id FROM accounts a "
      "JOIN expenses e ON e.host = a.account)");
  const auto sources = list_sources(database_);
  ASSERT_TRUE(expense_extent(database_, sources.at(0), 0, 10).has_value());
  exec("UPDATE expenses SET created_at = 9223372036854775807");
  expect_refused([&] { return expense_extent(database_, sources.at(0), 0, 10); });
}

TEST_F(AbsurdValues, OfTheNumberOfABatchAreRefused) {
  exec("UPDATE batches SET number = 9223372036854775807");
  expect_refused([&] { return batches(database_, 1); });
  expect_refused([&] { return next_batch_number(database_, 1); });
  exec("UPDATE batches SET number = 1, through = 99999999999");
  expect_refused([&] { return batches(database_, 1); });
}

}  // namespace
}  // namespace bursar::store
