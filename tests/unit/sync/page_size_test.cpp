#include "sync/page_size.hpp"

#include <gtest/gtest.h>

namespace bursar::sync {
namespace {

TEST(PageSize, GrowsToTheMostWhilePagesAreQuick) {
  PageSize size(1000, 10'000, false);
  for (int i = 0; i < 4; ++i) size.answered(size.rows(), 0.1, 1'000'000);
  EXPECT_EQ(size.rows(), 10'000);
}

TEST(PageSize, StopsGrowingWhereAPageWouldTakeAboutFiveSeconds) {
  PageSize size(1000, 10'000, false);
  for (int i = 0; i < 10; ++i) {
    size.answered(size.rows(), 0.001 * static_cast<double>(size.rows()), 0);
  }
  EXPECT_GE(size.rows(), 3000);
  EXPECT_LE(size.rows(), 5000);
}

TEST(PageSize, DoesNotGrowOnAPageThatWasNotFull) {
  PageSize size(1000, 10'000, false);
  size.answered(10, 0.01, 1000);
  EXPECT_EQ(size.rows(), 1000);
}

TEST(PageSize, HalvesWhenAPageWasTooHeavyAndStaysThereForAWhile) {
  PageSize size(8000, 10'000, false);
  EXPECT_TRUE(size.too_heavy());
  EXPECT_EQ(size.rows(), 4000);
  size.answered(4000, 0.1, 0);
  EXPECT_EQ(size.rows(), 4000);
  for (int i = 0; i < 25; ++i) size.answered(size.rows(), 0.1, 0);
  EXPECT_GT(size.rows(), 4000);
}

TEST(PageSize, SaysSoWhenItCannotGetSmaller) {
  PageSize size(1000, 10'000, false);
  int halvings = 0;
  while (size.too_heavy()) ++halvings;
  EXPECT_EQ(size.rows(), 10);
  EXPECT_EQ(halvings, 7);
}

TEST(PageSize, StaysWhereItIsWhenFixed) {
  PageSize size(777, 10'000, true);
  size.answered(777, 0.1, 1000);
  EXPECT_EQ(size.rows(), 777);
}

TEST(PageSize, AllowsADenseInstantWhatMemoryHasRoomForAndTheServerCanDo) {
  PageSize size(1000, 10'000, false);
  EXPECT_EQ(size.most_rows(), 10'000) << "nothing is known yet";
  size.answered(1000, 4.5, 1'000'000);
  EXPECT_EQ(size.most_rows(), 8388) << "of a thousand bytes each";
  size.answered(10, 0.1, 40'000);
  EXPECT_EQ(size.most_rows(), 2097);
  EXPECT_TRUE(size.too_heavy());
  EXPECT_EQ(size.most_rows(), size.rows());
}

TEST(PageSize, ALargerPageThanUsualDoesNotMakeTheNextOnesTiny) {
  PageSize size(1000, 10'000, false);
  for (int i = 0; i < 8; ++i) size.answered(10'000, 0.1, 24'000'000);
  EXPECT_GE(size.rows(), 3000);
  size.answered(10'000, 6.0, 24'000'000);
  EXPECT_GE(size.rows(), 3000);
}

TEST(PageSize, KeepsBodiesAtASizeThatMemoryCanHold) {
  PageSize size(1000, 10'000, false);
  for (int i = 0; i < 10; ++i) {
    size.answered(size.rows(), 0.1, static_cast<std::size_t>(size.rows()) * 5000);
  }
  EXPECT_LE(size.rows(), 1700);
}

}  // namespace
}  // namespace bursar::sync
