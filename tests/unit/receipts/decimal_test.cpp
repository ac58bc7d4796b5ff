#include "receipts/decimal.hpp"

#include <gtest/gtest.h>

namespace bursar::receipts {
namespace {

TEST(ReceiptsDecimal, AmountsHaveTwoDecimals) {
  EXPECT_EQ(decimal(-5), "-0.05");
  EXPECT_EQ(decimal(123'456), "1234.56");
}

}  // namespace
}  // namespace bursar::receipts
