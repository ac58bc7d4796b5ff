#include "config/duration.hpp"

#include <gtest/gtest.h>

namespace bursar::config {
namespace {

TEST(Duration, IsANumberWithAUnit) {
  EXPECT_EQ(parse_duration("90 s"), 90);
  EXPECT_EQ(parse_duration("5 min"), 300);
  EXPECT_EQ(parse_duration("5min"), 300);
  EXPECT_EQ(parse_duration("72 h"), 259'200);
  EXPECT_EQ(parse_duration("3 d"), 259'200);
  EXPECT_EQ(parse_duration("0 s"), 0);
}

TEST(Duration, AnythingElseIsNone) {
  for (const char* text : {"", "5", "5 m", "min", "-5 min", "5.5 h", "5 min 3 s", "5 min ",
                           " 5 min", "99999999999999999999 s", "9223372036854775807 d"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, IsWrittenInTheLargestUnitThatNeedsNoFraction) {
  EXPECT_EQ(format_duration(300), "5 min");
  EXPECT_EQ(format_duration(259'200), "72 h");
  EXPECT_EQ(format_duration(61), "61 s");
}

}  // namespace
}  // namespace bursar::config
