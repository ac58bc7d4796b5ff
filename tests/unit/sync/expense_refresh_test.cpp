#include "sync/expense_refresh.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace bursar::sync {
namespace {

// Every expense's turn comes within the promised days, whatever their number.
TEST(ExpenseRefresh, ComesRoundWithinFourWeeks) {
  for (const std::int64_t expenses : {0, 1, 949, 950, 951, 14'092, 26'600, 26'601, 500'000}) {
    std::set<std::int64_t> offsets;
    std::int64_t rows = 0;
    for (std::int64_t day = 20'000; day < 20'028; ++day) {
      const Slice slice = slice_of_the_day(expenses, day);
      offsets.insert(slice.offset);
      rows = slice.rows;
    }
    EXPECT_EQ(*offsets.begin(), 0) << expenses;
    EXPECT_GE(*offsets.rbegin() + rows, expenses) << expenses;
    EXPECT_EQ(static_cast<std::int64_t>(offsets.size()),
              std::max<std::int64_t>(1, (expenses + rows - 1) / rows));
  }
}

TEST(ExpenseRefresh, TakesOnePageANightUpToTwentySixThousandExpenses) {
  EXPECT_LE(slice_of_the_day(26'000, 1).rows, 1000);
  EXPECT_GT(slice_of_the_day(100'000, 1).rows, 1000);
}

}  // namespace
}  // namespace bursar::sync
