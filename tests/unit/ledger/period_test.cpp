#include "ledger/period.hpp"

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

// "2026-01-01..2026-03-31", or "no period".
std::string shown(const std::optional<DayRange>& range) {
  if (!range) return "no period";
  const auto day = [](const std::optional<CivilDate>& date) {
    return date ? format_civil_date(*date) : std::string();
  };
  return day(range->first) + ".." + day(range->last);
}

std::string parsed(const char* text) {
  return shown(parse_period(text));
}

std::string parsed_on(const char* today, const char* text) {
  return shown(parse_period(text, parse_civil_date(today).value()));
}

TEST(Period, IsAYearAQuarterAMonthOrADay) {
  EXPECT_EQ(parsed("2026"), "2026-01-01..2026-12-31");
  EXPECT_EQ(parsed("2026-Q1"), "2026-01-01..2026-03-31");
  EXPECT_EQ(parsed("2026-Q4"), "2026-10-01..2026-12-31");
  EXPECT_EQ(parsed("2024-02"), "2024-02-01..2024-02-29");
  EXPECT_EQ(parsed("2026-12"), "2026-12-01..2026-12-31");
  EXPECT_EQ(parsed("2026-03-15"), "2026-03-15..2026-03-15");
}

TEST(Period, IsAnythingFromOneToAnother) {
  EXPECT_EQ(parsed("2026-01-01..2026-03-31"), "2026-01-01..2026-03-31");
  EXPECT_EQ(parsed("2025-Q4..2026-Q1"), "2025-10-01..2026-03-31");
  EXPECT_EQ(parsed("2025-04-06..2026"), "2025-04-06..2026-12-31");
  EXPECT_EQ(parsed("..2026-03"), "..2026-03-31");
  EXPECT_EQ(parsed("2026-03.."), "2026-03-01..");
  EXPECT_EQ(parsed("all"), "..");
}

TEST(Period, IsNamedAsSeenFromToday) {
  EXPECT_EQ(parsed_on("2026-01-31", "this-month"), "2026-01-01..2026-01-31");
  EXPECT_EQ(parsed_on("2026-01-31", "last-month"), "2025-12-01..2025-12-31");
  EXPECT_EQ(parsed_on("2026-05-02", "this-quarter"), "2026-04-01..2026-06-30");
  EXPECT_EQ(parsed_on("2026-02-02", "last-quarter"), "2025-10-01..2025-12-31");
  EXPECT_EQ(parsed_on("2026-11-25", "this-year"), "2026-01-01..2026-12-31");
  EXPECT_EQ(parsed_on("2026-11-25", "last-year"), "2025-01-01..2025-12-31");
  EXPECT_EQ(parsed_on("2026-11-25", "2026-03"), "2026-03-01..2026-03-31");
}

TEST(Period, IsNothingElse) {
  for (const char* text : {"", "26", "2026-Q5", "2026-q1", "2026-13", "2026-02-30", "..", "2026-1",
                           "2026-03..2026-01", "2026...2027", "last-month", "yesterday"}) {
    EXPECT_EQ(parsed(text), "no period") << text;
  }
  for (const char* text : {"last-week", "this-", "last-", "next-month"}) {
    EXPECT_EQ(parsed_on("2026-11-25", text), "no period") << text;
  }
}

TEST(Period, IsSaidInWords) {
  EXPECT_EQ(describe(parse_period("2026-Q1").value()), "2026-01-01 to 2026-03-31");
  EXPECT_EQ(describe(parse_period("..2026").value()), "up to 2026-12-31");
  EXPECT_EQ(describe(parse_period("2026..").value()), "from 2026-01-01");
  EXPECT_EQ(describe({}), "all of history");
}

}  // namespace
}  // namespace bursar::ledger
