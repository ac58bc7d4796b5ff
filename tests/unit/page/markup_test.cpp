#include "page/markup.hpp"

#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::page {
namespace {

TEST(Markup, TextCannotBecomeMarkup) {
  EXPECT_EQ(text("<script>alert('a & \"b\"')</script>").html(),
            "&lt;script&gt;alert(&#39;a &amp; &quot;b&quot;&#39;)&lt;/script&gt;");
  EXPECT_EQ(text("&lt;").html(), "&amp;lt;");
}

TEST(Markup, AnAttributeCannotBeLeft) {
  EXPECT_EQ(element("p", {{"title", "\" onload=\"alert(1)"}}, text("a")).html(),
            "<p title=\"&quot; onload=&quot;alert(1)\">a</p>");
}

TEST(Markup, WhatIsNoUtf8IsReplaced) {
  EXPECT_EQ(text("a\xFFz").html(), "a\uFFFDz");
  EXPECT_EQ(text("caf\xC3").html(), "caf\uFFFD");                       // cut in the middle
  EXPECT_EQ(text("\xC0\xBCscript>").html(), "\uFFFD\uFFFDscript&gt;");  // < in two bytes
  EXPECT_EQ(text("\xED\xA0\x80").html(), "\uFFFD\uFFFD\uFFFD");         // half of a pair
  EXPECT_EQ(text("caf\u00E9 \u65E5\u672C \U0001F33B").html(), "caf\u00E9 \u65E5\u672C \U0001F33B");
}

TEST(Markup, ControlCharactersAndTurnedTextAreReplaced) {
  using std::string_literals::operator""s;
  EXPECT_EQ(text("a\0b\x1B[2J"s).html(), "a\uFFFDb\uFFFD[2J");
  EXPECT_EQ(text("gnp\u202Etxt.exe").html(), "gnp\uFFFDtxt.exe");
  EXPECT_EQ(text("a\tb\nc").html(), "a\tb\nc");
}

TEST(Markup, TheEndOfALineOfWindowsIsNoMissingCharacter) {
  EXPECT_EQ(text("a\r\nb").html(), "a \nb");
  EXPECT_EQ(element("p", {{"title", "a\rb"}}, text("")).html(), "<p title=\"a b\"></p>");
}

TEST(Markup, NamesOfAnyDirectionStandApart) {
  EXPECT_EQ(written("a<b").html(), "<bdi>a&lt;b</bdi>");
}

TEST(Markup, AStyleSheetCannotEndItsElement) {
  EXPECT_EQ(style_sheet("p { margin: 0 }").html(), "<style>p { margin: 0 }</style>");
  EXPECT_THROW((void)style_sheet("</style><script>"), Error);
}

}  // namespace
}  // namespace bursar::page
