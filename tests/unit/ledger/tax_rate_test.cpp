#include "ledger/tax_rate.hpp"

#include <cstdlib>

#include <gtest/gtest.h>

#include "error/error.hpp"
#include "ledger/proportion.hpp"

namespace bursar::ledger {
namespace {

Money eur(std::int64_t hundredths) {
  return {hundredths, Currency::parse("EUR").value()};
}

TaxRate rate(const char* text) {
  return parse_tax_rate(text).value();
}

TEST(TaxRate, IsAnExactDecimal) {
  EXPECT_EQ(rate("0.21").millionths, 210'000);
  EXPECT_EQ(rate("0.210"), rate("0.21"));
  EXPECT_EQ(rate("0.055").millionths, 55'000);
  EXPECT_EQ(rate("0").millionths, 0);
  EXPECT_EQ(rate("1").millionths, 1'000'000);
  EXPECT_EQ(format_tax_rate(rate("0.055")), "0.055");
  EXPECT_EQ(format_tax_rate(rate("1.0")), "1");
}

TEST(TaxRate, LosesTheNoiseOfFloatingPoint) {
  EXPECT_EQ(rate("0.21000000000000002"), rate("0.21"));
  EXPECT_EQ(rate("0.20999999999999999"), rate("0.21"));
}

TEST(TaxRate, IsNothingElse) {
  for (const char* text :
       {"", ".", "0.", ".2", "-0.2", "+0.2", "21%", "2e-1", "0,21", "100", " 0.2"}) {
    EXPECT_FALSE(parse_tax_rate(text)) << text;
  }
}

TEST(Tax, WithinAnAmountIsWhatThePlatformTook) {
  EXPECT_EQ(tax_within(eur(-52610), rate("0.06")), eur(-2978));
  EXPECT_EQ(tax_within(eur(163938), rate("0.21")), eur(28452));
  EXPECT_EQ(tax_within(eur(1000), rate("0.21")), eur(174));
  EXPECT_EQ(tax_within(eur(1000), rate("0")), eur(0));
}

TEST(Tax, OnAnAmountIsWhatTheSoftwareAdds) {
  EXPECT_EQ(tax_on(eur(49632), rate("0.06")), eur(2978));
  EXPECT_EQ(tax_on(eur(826), rate("0.21")), eur(173));
}

TEST(Tax, IsRoundedHalfUpAndAlikeOnBothSides) {
  EXPECT_EQ(tax_on(eur(50), rate("0.01")), eur(1));
  EXPECT_EQ(tax_on(eur(-50), rate("0.01")), eur(-1));
  EXPECT_EQ(tax_on(eur(49), rate("0.01")), eur(0));
}

TEST(Tax, OfYenIsInWholeYen) {
  const Money yen{1'000'000, Currency::parse("JPY").value()};  // 10,000 yen
  EXPECT_EQ(tax_within(yen, rate("0.1")).hundredths, 90'900);  // 909.09
  EXPECT_EQ(tax_on(yen, rate("0.00005")).hundredths, 100);     // 0.5
}

// accounting.md, section 1, case 6: how often an exclusive computation differs by a cent.
TEST(Tax, RoundedTwoWaysDiffersByACentInASixthOfAmounts) {
  const auto share = [](const char* text) {
    int differing = 0;
    for (std::int64_t gross = 1; gross <= 100'000; ++gross) {
      const Money inside = tax_within(eur(gross), rate(text));
      const Money on_top = tax_on(eur(gross - inside.hundredths), rate(text));
      const std::int64_t difference = inside.hundredths - on_top.hundredths;
      EXPECT_LE(std::abs(difference), 1);
      differing += difference != 0 ? 1 : 0;
    }
    return differing / 100;  // per mille
  };
  EXPECT_EQ(share("0.21"), 173);
  EXPECT_EQ(share("0.06"), 56);
}

TEST(Proportion, RefusesWhatDoesNotFit) {
  EXPECT_THROW((void)proportion_of(eur(INT64_MAX / 2), 3, 1), Error);
  EXPECT_THROW((void)proportion_of(eur(1), 1, 0), Error);
  EXPECT_EQ(proportion_of(eur(INT64_MAX / 2), 2, 2), eur(INT64_MAX / 2));
}

}  // namespace
}  // namespace bursar::ledger
