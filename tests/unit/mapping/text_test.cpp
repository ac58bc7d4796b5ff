#include "mapping/text.hpp"

#include <gtest/gtest.h>

namespace bursar::mapping {
namespace {

TEST(CleanText, IsOneLineWithoutBlanksAtItsEnds) {
  EXPECT_EQ(clean_text("  a \t\r\n b\v\fc  "), "a b c");
  EXPECT_EQ(clean_text("line\xE2\x80\xA8separator\xC2\x85next"), "line separator next");
  EXPECT_EQ(clean_text(" \n "), "");
}

TEST(CleanText, HasNoControlCharacters) {
  EXPECT_EQ(clean_text(std::string_view("a\0b\x01\x1B[31mc\x7F\xC2\x9B", 13)), "ab[31mc");
  EXPECT_EQ(clean_text("\xEF\xBB\xBFmark"), "mark");
}

TEST(CleanText, KeepsEveryScript) {
  const std::string text = "Zoë Łukasz 東京 🎉 العربية e\u0301";
  EXPECT_EQ(clean_text(text), text);
}

TEST(CleanText, ReplacesWhatIsNoUtf8) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(clean_text("a\xFF"
                       "b"),
            "a" + mark + "b");
  EXPECT_EQ(clean_text("caf\xE9"), "caf" + mark) << "Latin-1";
  EXPECT_EQ(clean_text("\xC0\xAF"), mark + mark) << "overlong";
  EXPECT_EQ(clean_text("\xED\xA0\x80"), mark + mark + mark) << "a surrogate";
  EXPECT_EQ(clean_text("\xF4\x90\x80\x80"), mark + mark + mark + mark) << "beyond Unicode";
  EXPECT_EQ(clean_text("\xE6\x9D"), mark + mark) << "cut in the middle";
}

TEST(FirstCharacters, NeverCutsThroughOne) {
  EXPECT_EQ(first_characters("東京都", 2), "東京");
  EXPECT_EQ(first_characters("東京都", 3), "東京都");
  EXPECT_EQ(first_characters("ab", 5), "ab");
  EXPECT_EQ(first_characters("🎉🎉", 1), "🎉");
}

}  // namespace
}  // namespace bursar::mapping
