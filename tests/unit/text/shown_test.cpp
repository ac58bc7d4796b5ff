// What may stand on a terminal or in a log.
#include "text/shown.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bursar::text {
namespace {

TEST(Shown, ReadableTextStaysAsItIs) {
  for (const char* text :
       {"", "Büro, 30 % of \"it\"", "שלום עולם", "一般社団法人", "e\u0301 👩‍👩‍👧",
        "می‌خواهم", "C:\\n is no line break", "“quotes” – dashes"}) {
    EXPECT_EQ(shown(text), text);
  }
}

TEST(Shown, LineBreaksAndTabsAreTheEscapesThatEverybodyKnows) {
  EXPECT_EQ(shown("a\nb\rc\td"), "a\\nb\\rc\\td");
}

TEST(Shown, ControlsOfAllKindsAreReadAndNotObeyed) {
  EXPECT_EQ(shown(std::string_view("\0\x07\x1B[31m\x7F", 8)), "\\u0000\\u0007\\u001b[31m\\u007f");
  EXPECT_EQ(shown("\u0080\u009B0m\u0085"), "\\u0080\\u009b0m\\u0085");
}

TEST(Shown, WhatTurnsTheOrderAroundOrHidesIsSeen) {
  EXPECT_EQ(shown("\u061C\u200E\u200F"), "\\u061c\\u200e\\u200f");
  EXPECT_EQ(shown("\u202A\u202B\u202C\u202D\u202E"), "\\u202a\\u202b\\u202c\\u202d\\u202e");
  EXPECT_EQ(shown("\u2066\u2067\u2068\u2069"), "\\u2066\\u2067\\u2068\\u2069");
  EXPECT_EQ(shown("\u2028\u2029\uFEFF\u200B\u2060"), "\\u2028\\u2029\\ufeff\\u200b\\u2060");
}

TEST(Shown, WhatIsNoUtf8IsReplacedByteForByte) {
  const std::string mark = "\uFFFD";
  EXPECT_EQ(shown("caf\xE9"), "caf" + mark);
  EXPECT_EQ(shown("\xC2"), mark) << "cut";
  EXPECT_EQ(shown("\x9B"
                  "31m"),
            mark + "31m")
      << "C1 as a byte";
  EXPECT_EQ(shown("\xE2\x80"), mark + mark);
  EXPECT_EQ(shown("\xED\xA0\x80"), mark + mark + mark) << "a surrogate";
}

TEST(Shown, ShowingTwiceChangesNothing) {
  const std::string once = shown("a\n\x1B\u202E\xFF\\");
  EXPECT_EQ(shown(once), once);
}

}  // namespace
}  // namespace bursar::text
