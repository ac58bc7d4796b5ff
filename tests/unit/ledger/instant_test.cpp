#include "ledger/instant.hpp"

#include <gtest/gtest.h>

namespace bursar::ledger {
namespace {

TEST(Instant, ReadsWhatTheApiWrites) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.000Z"), Instant{0});
  EXPECT_EQ(parse_rfc3339("2026-11-15T00:00:00.018Z"), Instant{1794700800018});
  EXPECT_EQ(parse_rfc3339("2016-02-29T23:59:59Z"), Instant{1456790399000});
  EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59.999Z"), Instant{-1});
}

TEST(Instant, CutsDigitsBeyondMilliseconds) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.1239Z"), Instant{123});
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.5Z"), Instant{500});
}

TEST(Instant, HonoursZones) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T02:00:00+02:00"), Instant{0});
  EXPECT_EQ(parse_rfc3339("1969-12-31T19:30:00.250-04:30"), Instant{250});
}

TEST(Instant, RefusesWhatIsNotAFullTimeStamp) {
  for (const char* text :
       {"", "2026-11-15", "2026-11-15T00:00:00", "2026-13-15T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-11-15T24:00:00Z", "2026-11-15 00:00:00Z", "2026-11-15T00:00:00.Z",
        "2026-11-15T00:00:00.000Zx", "2026-11-15T00:00:00+0200", "2026-11-15T00:61:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

TEST(Instant, WritesTheFormTheApiTakes) {
  EXPECT_EQ(format_rfc3339({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339({-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_rfc3339({1794700800018}), "2026-11-15T00:00:00.018Z");
}

TEST(Instant, SurvivesWritingAndReading) {
  for (std::int64_t ms = -5'000'000'000'000; ms < 5'000'000'000'000; ms += 12'345'678'901) {
    EXPECT_EQ(parse_rfc3339(format_rfc3339({ms})), Instant{ms});
  }
}

}  // namespace
}  // namespace bursar::ledger
