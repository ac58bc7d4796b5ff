#include "ledger/money.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

Currency currency(const char* code) {
  return Currency::parse(code).value();
}

TEST(Currency, IsThreeCapitalLettersEvenWhenUnknown) {
  EXPECT_EQ(currency("USD").code(), "USD");
  EXPECT_EQ(currency("XZX").code(), "XZX");
  for (const char* code : {"", "US", "USDX", "usd", "U1D"}) {
    EXPECT_FALSE(Currency::parse(code).has_value()) << code;
  }
  EXPECT_TRUE(Currency{}.empty());
  EXPECT_EQ(Currency{}.code(), "");
}

TEST(Currency, KnowsWhichHaveNoDecimals) {
  EXPECT_EQ(currency("JPY").minor_digits(), 0);
  EXPECT_EQ(currency("XPF").minor_digits(), 0);
  EXPECT_EQ(currency("EUR").minor_digits(), 2);
}

TEST(Money, IsWrittenInTheCurrencysOwnDecimals) {
  EXPECT_EQ(format_amount({123450, currency("USD")}), "1234.50");
  EXPECT_EQ(format_amount({-5, currency("USD")}), "-0.05");
  EXPECT_EQ(format_amount({0, currency("EUR")}, ','), "0,00");
  EXPECT_EQ(format_amount({-123456, currency("EUR")}, ','), "-1234,56");
  EXPECT_EQ(format_amount({120000, currency("JPY")}), "1200");
  EXPECT_EQ(format_amount({-100, currency("JPY")}), "-1");
  EXPECT_EQ(format_amount({std::numeric_limits<std::int64_t>::min(), currency("USD")}),
            "-92233720368547758.08");
}

// A tip of 15 % on JPY 150 is 22.50 (F 12.23): it stopped the table of a whole host.
TEST(Money, HasTheFractionsThatThePlatformGivesAndIsNeverRounded) {
  EXPECT_EQ(format_amount({120050, currency("JPY")}), "1200.50");
  EXPECT_EQ(format_amount({-2205, currency("JPY")}, ','), "-22,05");
  EXPECT_EQ(format_amount({120000, currency("JPY")}), "1200");
}

TEST(Money, NeverOverflowsUnseen) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(checked_add(most - 1, 1), most);
  EXPECT_THROW((void)checked_add(most, 1), Error);
  EXPECT_THROW((void)checked_negate(std::numeric_limits<std::int64_t>::min()), Error);
  EXPECT_EQ(checked_negate(-5), 5);
}

}  // namespace
}  // namespace bursar::ledger
