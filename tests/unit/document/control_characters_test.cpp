#include "document/control_characters.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::document {
namespace {

using testing::HasSubstr;

std::string refusal_of(const std::string& text) {
  try {
    (void)parse_printable(text, "own.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  return "";
}

TEST(ControlCharacters, OfEveryKindAreFound) {
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("a\x1b"), std::string("a\n"), std::string("a\x7f"),
        std::string("a\xc2\x85"), std::string("a\xd8\x9c"), std::string("a\xe2\x80\x8f"),
        std::string("a\xe2\x80\xa8"), std::string("a\xe2\x80\xae"), std::string("a\xe2\x81\xa6")}) {
    const auto found = find_control_character(text);
    ASSERT_TRUE(found.has_value()) << text;
    EXPECT_EQ(found->at, 1U);
  }
  EXPECT_EQ(find_control_character("a\xe2\x80\xae")->code, 0x202eU);
  EXPECT_EQ(find_control_character("\xc2\x85")->size, 2U);
}

TEST(ControlCharacters, AreNotFoundInOtherTexts) {
  for (const char* text : {"", "plain", "\xc3\xa4", "\xe2\x80\x93 \xe2\x82\xac", "\xc2\xa0", "\xe2",
                           "\xe2\x80", "\xf0\x9f\x98\x80"}) {
    EXPECT_FALSE(find_control_character(text).has_value()) << text;
  }
}

TEST(PrintableDocument, RefusesControlCharactersAtTheirPlace) {
  EXPECT_THAT(refusal_of("a = 1\nabout = \"x\\non_batch = 'sh'\""), HasSubstr("own.toml:2:9: "));
  EXPECT_THAT(refusal_of("about = \"\\u001B[2J\""), HasSubstr("U+001B"));
  EXPECT_THAT(refusal_of("list = [\"good\", \"\\u202E\"]"), HasSubstr("U+202E"));
  EXPECT_THAT(refusal_of("\"a\\nb\" = 1"),
              HasSubstr("this key holds the control character U+000A"));
  EXPECT_THAT(refusal_of("x = \"\"\"a\nb\"\"\""), HasSubstr("U+000A"));
  EXPECT_THAT(refusal_of("[t]\nx = \"\\u0000\"\ny = \"\\u0085\""),
              AllOf(HasSubstr("U+0000"), HasSubstr("U+0085")));
}

TEST(PrintableDocument, ReadsWhatIsPrintable) {
  EXPECT_EQ(refusal_of("delimiter = \"\\t\"\nabout = \"Übersicht — 12 €\" # \n"), "");
}

}  // namespace
}  // namespace bursar::document
