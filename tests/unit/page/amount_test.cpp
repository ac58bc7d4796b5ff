#include "page/amount.hpp"

#include <cstdint>

#include <gtest/gtest.h>

#include "sample_report.hpp"

namespace bursar::page {
namespace {

TEST(Amount, IsWrittenForReaders) {
  const ledger::Currency euro = currency("EUR");
  EXPECT_EQ(shown({0, euro}), "0.00");
  EXPECT_EQ(shown({-123'456'789, euro}), "\u22121\u202F234\u202F567.89");
  EXPECT_EQ(shown({99'999, euro}), "999.99");
  EXPECT_EQ(shown({100'000, euro}), "1\u202F000.00");
  EXPECT_EQ(shown({INT64_MIN, euro}), "\u221292\u202F233\u202F720\u202F368\u202F547\u202F758.08");
}

TEST(Amount, HasTheDecimalsOfItsCurrencyUnlessItHasMore) {
  const ledger::Currency yen = currency("JPY");
  EXPECT_EQ(shown({1'200'000, yen}), "12\u202F000");
  EXPECT_EQ(shown({1'200'001, yen}), "12\u202F000.01");
}

TEST(Amount, IsExactForPrograms) {
  EXPECT_EQ(amount({-123'450, currency("EUR")}).html(),
            "<data value=\"-1234.50\">\u22121\u202F234.50</data>");
  EXPECT_EQ(amount({1'200'000, currency("JPY")}).html(),
            "<data value=\"12000.00\">12\u202F000</data>");
  EXPECT_EQ(count(12'345).html(), "<data value=\"12345\">12\u202F345</data>");
}

}  // namespace
}  // namespace bursar::page
