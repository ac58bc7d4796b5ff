#include "ledger/fiscal_year.hpp"

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

CivilDate day(const char* text) {
  return parse_civil_date(text).value();
}

TEST(FiscalYear, BeginsOnADayOfEveryYear) {
  EXPECT_EQ(parse_month_day("04-06"), (MonthDay{4, 6}));
  EXPECT_EQ(parse_month_day("12-31"), (MonthDay{12, 31}));
  for (const char* wrong : {"02-29", "02-30", "13-01", "4-6", "04-06-01", "04", ""}) {
    EXPECT_EQ(parse_month_day(wrong), std::nullopt) << wrong;
  }
  EXPECT_EQ(format_month_day({4, 6}), "04-06");
}

TEST(FiscalYear, HoldsTheDaysUpToTheNext) {
  const MonthDay april{4, 6};
  EXPECT_EQ(start_of_fiscal_year(day("2026-04-05"), april), day("2025-04-06"));
  EXPECT_EQ(start_of_fiscal_year(day("2026-04-06"), april), day("2026-04-06"));
  EXPECT_EQ(start_of_fiscal_year(day("2027-01-01"), april), day("2026-04-06"));
  EXPECT_EQ(start_of_fiscal_year(day("2024-02-29"), {1, 1}), day("2024-01-01"));
  EXPECT_EQ(start_of_fiscal_year(day("2024-02-29"), {3, 1}), day("2023-03-01"));
}

}  // namespace
}  // namespace bursar::ledger
