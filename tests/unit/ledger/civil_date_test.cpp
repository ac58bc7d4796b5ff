#include "ledger/civil_date.hpp"

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

TEST(CivilDate, ReadsAndWritesIsoDays) {
  const auto date = parse_civil_date("2024-02-29");
  ASSERT_TRUE(date.has_value());
  EXPECT_EQ(format_civil_date(*date), "2024-02-29");
  EXPECT_EQ(parse_civil_date("1970-01-02"), CivilDate{1});
  for (const char* text : {"2023-02-29", "2024-2-29", "2024/02/29", "20240229", "2024-00-10", ""}) {
    EXPECT_FALSE(parse_civil_date(text).has_value()) << text;
  }
}

TEST(TimeZone, TellsTheDayOnTheOrganisationsWall) {
  const auto brussels = TimeZone::find("Europe/Brussels");
  ASSERT_TRUE(brussels.has_value());
  // The row of case 6 in the accounting rules: late on 3 January in UTC is 4 January in Brussels.
  EXPECT_EQ(format_civil_date(brussels->date_of(at("2019-01-03T23:53:44.000Z"))), "2019-01-04");
  EXPECT_EQ(format_civil_date(TimeZone::utc().date_of(at("2019-01-03T23:53:44.000Z"))),
            "2019-01-03");
}

TEST(TimeZone, CountsDaysBeforeTheEpochDownwards) {
  EXPECT_EQ(TimeZone::utc().date_of({-1}), CivilDate{-1});
}

TEST(TimeZone, BeginsADayWhereTheClockSaysMidnight) {
  const auto new_york = TimeZone::find("America/New_York");
  ASSERT_TRUE(new_york.has_value());
  const auto day = parse_civil_date("2026-01-01").value();
  EXPECT_EQ(format_rfc3339(new_york->start_of(day)), "2026-01-01T05:00:00.000Z");
  EXPECT_EQ(new_york->date_of(new_york->start_of(day)), day);
}

TEST(TimeZone, BeginsADayWithoutMidnightAtItsFirstInstant) {
  const auto beirut = TimeZone::find("Asia/Beirut");  // summer time begins at midnight there
  ASSERT_TRUE(beirut.has_value());
  const auto day = parse_civil_date("2022-03-27").value();
  EXPECT_EQ(beirut->date_of(beirut->start_of(day)), day);
  EXPECT_NE(beirut->date_of(beirut->start_of(day) - 1), day);
}

TEST(TimeZone, IsNotFoundUnderAWrongName) {
  EXPECT_FALSE(TimeZone::find("Europe/Brussel").has_value());
}

}  // namespace
}  // namespace bursar::ledger
