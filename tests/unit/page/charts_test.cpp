#include "page/charts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "html_reading.hpp"
#include "sample_report.hpp"

namespace bursar::page {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const ChartName name{"c", "A title", "What <it> shows"};

std::vector<double> numbers(const std::vector<std::string>& texts) {
  std::vector<double> all;
  for (const std::string& text : texts) all.push_back(std::stod(text));
  return all;
}

// The attribute of elements of one kind and class.
std::vector<std::string> of(const std::string& svg, const std::string& begin,
                            const std::string& attribute) {
  std::vector<std::string> values;
  for (auto at = svg.find(begin); at != std::string::npos; at = svg.find(begin, at + 1)) {
    values.push_back(attribute_values(svg.substr(at, svg.find('>', at) - at), attribute).at(0));
  }
  return values;
}

TEST(Charts, AreImagesWithANameAndADescription) {
  const std::string svg = balance_chart(name, {"2026-01"}, {100}, currency("EUR")).html();
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-labelledby=\"c-title c-description\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"c-title\">A title</title>"));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"c-description\">What &lt;it&gt; shows</desc>"));
  expect_balanced(svg);
}

TEST(Charts, ABalanceTwiceAsLargeIsTwiceAsHigh) {
  const std::string svg =
      balance_chart(name, months_of(3), {0, 50'000, 100'000}, currency("EUR")).html();
  const std::vector<double> y = numbers(of(svg, "<circle", "cy"));
  ASSERT_THAT(y, SizeIs(3));
  EXPECT_NEAR(y[0] - y[2], 2 * (y[0] - y[1]), 0.21);
  EXPECT_THAT(svg, HasSubstr("<title>2025-02: 500.00 EUR</title>"));
}

TEST(Charts, IncomeAndSpendingAreColumnsInProportion) {
  const std::string svg =
      income_chart(name, months_of(2), {{80'000, 40'000}, {0, 20'000}}, currency("EUR")).html();
  const std::vector<double> in = numbers(of(svg, "<rect class=\"in\"", "height"));
  const std::vector<double> out = numbers(of(svg, "<rect class=\"out\"", "height"));
  ASSERT_THAT(in, SizeIs(1));  // nothing is no column
  ASSERT_THAT(out, SizeIs(2));
  EXPECT_NEAR(in[0], 2 * out[0], 0.21);
  EXPECT_NEAR(out[0], 2 * out[1], 0.21);
}

TEST(Charts, AMonthOfRefundsGoesBelowZero) {
  const std::string svg =
      income_chart(name, months_of(1), {{-30'000, 10'000}}, currency("EUR")).html();
  const double zero = numbers(of(svg, "<line class=\"zero\"", "y1")).at(0);
  EXPECT_EQ(numbers(of(svg, "<rect class=\"in\"", "y")).at(0), zero);
  EXPECT_LT(numbers(of(svg, "<rect class=\"out\"", "y")).at(0), zero);
}

TEST(Charts, NoTwoColumnsTouch) {
  const std::vector<MonthPair> pairs(120, MonthPair{100, 100});
  const std::string svg = income_chart(name, months_of(120), pairs, currency("EUR")).html();
  const std::vector<double> in = numbers(of(svg, "<rect class=\"in\"", "x"));
  const std::vector<double> out = numbers(of(svg, "<rect class=\"out\"", "x"));
  const double width = numbers(of(svg, "<rect class=\"in\"", "width")).at(0);
  for (std::size_t i = 0; i < in.size(); ++i) {
    EXPECT_LT(in[i] + width, out[i]);
    EXPECT_TRUE(i == 0 || out[i - 1] + width < in[i]);
  }
}

TEST(Charts, BarsPointWhereTheirSignSays) {
  const std::string svg = bar_chart(name, {{"Income", {60'000, currency("EUR")}},
                                           {"Costs", {-30'000, currency("EUR")}}})
                              .html();
  const double zero = numbers(of(svg, "<line class=\"zero\"", "x1")).at(0);
  EXPECT_EQ(numbers(of(svg, "<rect class=\"in\"", "x")).at(0), zero);
  const double left = numbers(of(svg, "<rect class=\"out\"", "x")).at(0);
  const double width = numbers(of(svg, "<rect class=\"out\"", "width")).at(0);
  EXPECT_NEAR(left + width, zero, 0.11);
}

TEST(Charts, LongNamesAreShortenedAndWholeWhenPointedAt) {
  const std::string long_name = "Fees of payment services & of everything besides";
  const std::string svg = bar_chart(name, {{long_name, {100, currency("EUR")}}}).html();
  EXPECT_THAT(svg, HasSubstr(">Fees of payment services &amp; of eve\u2026</text>"));
  EXPECT_THAT(svg, HasSubstr("<title>Fees of payment services &amp; of everything besides: 1.00"));
}

TEST(Charts, NamesAreShortenedBetweenLetters) {
  EXPECT_EQ(shortened("caf\u00E9", 4), "caf\u00E9");
  EXPECT_EQ(shortened("caf\u00E9s", 4), "caf\u2026");
  EXPECT_EQ(shortened("\u65E5\u672C\u8A9E", 6), "\u65E5\u672C\u8A9E");
  EXPECT_EQ(shortened("\u65E5\u672C\u8A9E", 5), "\u65E5\u672C\u2026");
}

TEST(Charts, SmallAxesAreMarkedInHundredths) {
  const std::string svg = balance_chart(name, {"2026-01"}, {5}, currency("EUR")).html();
  EXPECT_THAT(svg, HasSubstr(">0.05</text>"));
}

TEST(Charts, AreDrawnOfNothingToo) {
  expect_balanced(balance_chart(name, {}, {}, currency("EUR")).html());
  expect_balanced(income_chart(name, {}, {}, currency("EUR")).html());
  expect_balanced(bar_chart(name, {}).html());
  EXPECT_TRUE(sparkline({5}).empty());
  for (const Markup& svg : {sparkline({0, 0, 0}), sparkline({-5, 3})}) {
    EXPECT_THAT(svg.html(), Not(HasSubstr("nan")));
    expect_balanced(svg.html());
  }
}

}  // namespace
}  // namespace bursar::page
