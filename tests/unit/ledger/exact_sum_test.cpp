#include "ledger/exact_sum.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

const Currency euro = *Currency::parse("EUR");
const Currency yen = *Currency::parse("JPY");

ExactSum product(std::int64_t hundredths, const std::string& rate) {
  ExactSum sum;
  sum.add_product(hundredths, rate);
  return sum;
}

TEST(ExactSum, IsRoundedOnceAndNotPerProduct) {
  ExactSum sum;
  for (int i = 0; i < 3; ++i) sum.add_product(-1, "0.4");  // -1.2, each alone is nothing
  EXPECT_EQ(sum.rounded(euro), -1);
  sum.add(100);
  EXPECT_EQ(sum.rounded(euro), 99);
}

TEST(ExactSum, RoundsHalvesTowardsPlusInfinityAsThePlatformDoes) {
  EXPECT_EQ(product(1, "0.5").rounded(euro), 1);
  EXPECT_EQ(product(-1, "0.5").rounded(euro), 0);
  EXPECT_EQ(product(-3, "0.5").rounded(euro), -1);
  EXPECT_EQ(product(-1, "0.50000000001").rounded(euro), -1);
}

TEST(ExactSum, DecimalsThatBinaryFractionsCannotSayAreExact) {
  // 870 * 1.15 is 1000.4999999999999 in double.
  EXPECT_EQ(product(870, "1.15").rounded(euro), 1001);
  ExactSum tenths;
  for (int i = 0; i < 10; ++i) tenths.add_product(5, "0.1");
  EXPECT_EQ(tenths.rounded(euro), 5);
}

TEST(ExactSum, YenAreRoundedToWholeYen) {
  ExactSum sum;
  sum.add(1'249);
  EXPECT_EQ(sum.rounded(yen), 1'200);
  sum.add_product(1, "1.0");
  EXPECT_EQ(sum.rounded(yen), 1'300);
  ExactSum negative;
  negative.add(-1'250);
  EXPECT_EQ(negative.rounded(yen), -1'200);
  negative.add(-1);
  EXPECT_EQ(negative.rounded(yen), -1'300);
}

TEST(ExactSum, ReadsRatesAsJavaScriptWritesThem) {
  EXPECT_EQ(product(10'000'000, "9.1e-7").rounded(euro), 9);
  EXPECT_EQ(product(3, "2E+2").rounded(euro), 600);
  EXPECT_EQ(product(1'000'000, "0.000012345678901234567").rounded(euro), 12);
  EXPECT_EQ(product(5, "1e-60").rounded(euro), 0);
  for (const char* bad : {"", "-", ".", "1,5", "1.2.3", "e5", "1e", "1e5x", "NaN", "Infinity"}) {
    EXPECT_THROW((void)product(1, bad), Error) << bad;
  }
}

TEST(ExactSum, LargeSumsDoNotWrapAround) {
  EXPECT_EQ(product(2'147'483'647, "1234567.891").rounded(euro), 2'651'214'357'033'778);
  EXPECT_THROW((void)product(INT64_MAX, "1e12"), Error);
}

TEST(ExactSum, AFigureAgreesWhereFloatingPointMayHaveRoundedTheOtherWay) {
  EXPECT_TRUE(product(870, "1.15").agrees_with(1001, euro));
  EXPECT_TRUE(product(870, "1.15").agrees_with(1000, euro));
  EXPECT_FALSE(product(870, "1.15").agrees_with(999, euro));
  EXPECT_TRUE(product(1, "0.4999").agrees_with(0, euro));
  EXPECT_FALSE(product(1, "0.4999").agrees_with(1, euro));
  ExactSum whole;
  whole.add(7);
  EXPECT_TRUE(whole.agrees_with(7, euro));
  EXPECT_FALSE(whole.agrees_with(8, euro));
}

}  // namespace
}  // namespace bursar::ledger
