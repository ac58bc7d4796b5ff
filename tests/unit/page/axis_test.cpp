#include "page/axis.hpp"

#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::page {
namespace {

using testing::ElementsAre;

TEST(Axis, HasRoundMarksThatHoldAllAndZero) {
  EXPECT_THAT(marks(money_axis(0, 1'234'567, 6)), ElementsAre(0, 500'000, 1'000'000, 1'500'000));
  EXPECT_THAT(marks(money_axis(-30'000, 100'000, 6)), ElementsAre(-50'000, 0, 50'000, 100'000));
  EXPECT_THAT(marks(money_axis(400'000, 500'000, 6)),
              ElementsAre(0, 100'000, 200'000, 300'000, 400'000, 500'000));
  EXPECT_THAT(marks(money_axis(-7, -3, 6)), ElementsAre(-8, -6, -4, -2, 0));
}

TEST(Axis, OfNothingHasALength) {
  const Axis axis = money_axis(0, 0, 6);
  EXPECT_LT(axis.low, axis.high);
  EXPECT_EQ(position(axis, 0, 200), 0);
}

TEST(Axis, HoldsWhateverItIsGivenInFewSteps) {
  for (std::int64_t amount = 1; amount < 300'000'000'000'000'000; amount = amount * 3 + 1) {
    for (const auto& [low, high] :
         {std::pair{-amount, amount / 7}, std::pair{amount / 2, amount}}) {
      const Axis axis = money_axis(low, high, 6);
      EXPECT_LE(axis.low, std::min<std::int64_t>(low, 0));
      EXPECT_GE(axis.high, high);
      EXPECT_GE(marks(axis).size(), 2U);
      EXPECT_LE(marks(axis).size(), 7U);
    }
  }
  EXPECT_THROW((void)money_axis(0, INT64_MAX, 6), Error);
}

TEST(Axis, PlacesAmountsInProportion) {
  const Axis axis = money_axis(-50'000, 150'000, 4);
  EXPECT_EQ(position(axis, -50'000, 200), 0);
  EXPECT_EQ(position(axis, 0, 200), 50);
  EXPECT_EQ(position(axis, 150'000, 200), 200);
}

TEST(Axis, LeavesOutLabelsThatWouldOverlap) {
  EXPECT_EQ(label_stride(13, 16), 1U);
  EXPECT_EQ(label_stride(24, 16), 2U);
  EXPECT_EQ(label_stride(36, 16), 3U);
  EXPECT_EQ(label_stride(90, 16), 6U);
  EXPECT_EQ(label_stride(120, 16), 12U);
  EXPECT_EQ(label_stride(250, 16), 24U);
}

}  // namespace
}  // namespace bursar::page
