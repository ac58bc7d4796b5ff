#include "mapping/transliteration.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "mapping/text.hpp"

namespace bursar::mapping {
namespace {

std::string in_ascii(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character character = decode_character(text);
    out += ascii_form(character.code);
    text.remove_prefix(character.size);
  }
  return out;
}

std::string in_1252(std::string text) {
  encode_windows_1252(text, 0);
  return text;
}

TEST(AsciiForm, OfTheLatinAlphabets) {
  EXPECT_EQ(in_ascii("Zoë Müller, Straße, Åse Ærø, Þór"), "Zoe Muller, Strasse, Ase AEro, Thor");
  EXPECT_EQ(in_ascii("Łukasz Żółć Çağrı Șerban Dvořák"), "Lukasz Zolc Cagri Serban Dvorak");
  EXPECT_EQ(in_ascii("Nguyễn Văn Ằ Ưng Ộ"), "Nguyen Van A Ung O");
  EXPECT_EQ(in_ascii("Œuvre œil"), "OEuvre oeil");
}

TEST(AsciiForm, OfMarks) {
  EXPECT_EQ(in_ascii("“a” ‘b’ – — … € ™ •"), "\"a\" 'b' - - ... EUR TM *");
  EXPECT_EQ(in_ascii("ＡＢ１\xE3\x80\x80x\xC2\xA0y"), "AB1 x y");
  EXPECT_EQ(in_ascii("e\xCC\x81"), "e") << "an accent that stands apart";
}

TEST(AsciiForm, WhatHasNoneIsAQuestionMark) {
  EXPECT_EQ(in_ascii("東京 Ж 🎉"), "?? ? ?");
}

TEST(Windows1252, HasItsOwnMarks) {
  EXPECT_EQ(in_1252("€ ‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"),
            "\x80 \x82\x83\x84\x85\x86\x87\x88\x89\x8A\x8B\x8C\x8E\x91\x92\x93\x94\x95\x96\x97\x98"
            "\x99\x9A\x9B\x9C\x9E\x9F");
  EXPECT_EQ(in_1252("plain"), "plain");
}

TEST(Windows1252, StartsWhereItIsTold) {
  std::string text = "é|é";
  encode_windows_1252(text, 3);
  EXPECT_EQ(text, "é|\xE9");
}

// What was cut to a length keeps it.
TEST(Windows1252, NoCharacterBecomesTwo) {
  for (std::uint32_t code = 0xA0; code < 0x3100; ++code) {
    std::string character;
    if (code < 0x800) {
      character += static_cast<char>(0xC0U | (code >> 6U));
    } else {
      character += static_cast<char>(0xE0U | (code >> 12U));
      character += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    }
    character += static_cast<char>(0x80U | (code & 0x3FU));
    EXPECT_LE(in_1252(character).size(), 1U) << code;
  }
}

}  // namespace
}  // namespace bursar::mapping
