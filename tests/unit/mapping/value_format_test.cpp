#include "mapping/value_format.hpp"

#include <functional>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "mapping/text.hpp"

namespace bursar::mapping {
namespace {

using testing::HasSubstr;

Format format(std::string_view text, FieldType type) {
  auto compiled = compile_format(text, type);
  if (auto* wrong = std::get_if<std::string>(&compiled)) {
    ADD_FAILURE() << *wrong;
    return {};
  }
  return std::get<Format>(std::move(compiled));
}

std::string wrong_with(std::string_view text, FieldType type) {
  auto compiled = compile_format(text, type);
  auto* wrong = std::get_if<std::string>(&compiled);
  return wrong != nullptr ? *wrong : "nothing";
}

std::string shown(std::string_view steps, std::string_view text) {
  std::string out;
  append_value(text, FieldType::text, format(steps, FieldType::text), '.', out);
  return out;
}

std::string amount(std::string_view steps, std::int64_t hundredths, const char* currency = "EUR",
                   char mark = '.') {
  std::string out;
  append_value(ledger::Money{hundredths, ledger::Currency::parse(currency).value()},
               FieldType::money, format(steps, FieldType::money), mark, out);
  return out;
}

std::string refusal(const std::function<void()>& write) {
  try {
    write();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_FALSE(error.next_step().empty());
    return error.what();
  }
  return "nothing";
}

TEST(TextFormat, StepsAreTakenFromLeftToRight) {
  EXPECT_EQ(shown("cut=4", "Café müde"), "Café");
  EXPECT_EQ(shown("upper,cut=3", "general"), "GEN");
  EXPECT_EQ(shown("lower", "OC2D10"), "oc2d10");
  EXPECT_EQ(shown("digits", "4400 a/7"), "44007");
  EXPECT_EQ(shown("ascii", "Łódź – ß 東"), "Lodz - ss ?");
}

TEST(TextFormat, OnlyKeepsWhatTheReaderTakes) {
  EXPECT_EQ(shown("only=A-Za-z0-9$&%*+/-", "OC2d10c9a80b1d419-2"), "OC2d10c9a80b1d419-2");
  EXPECT_EQ(shown("only=A-Za-z0-9", "Zoë & Ödön, 5 €"), "ZoeOdon5EUR");
  EXPECT_EQ(shown("only=A-Za-z ", "a 東 b?"), "a b") << "no two blanks where something went";
  EXPECT_EQ(shown("only=A-Za-z?", "東?"), "?") << "what has no letters is no question mark";
  EXPECT_EQ(shown("only=-a", "a-b"), "a-");
}

TEST(TextFormat, WhatIsCutWithAHashStaysDistinct) {
  EXPECT_EQ(shown("cut=22#", "exactly-22-characters-"), "exactly-22-characters-");
  std::set<std::string> cut;
  for (int i = 0; i < 500; ++i) {
    const std::string text = shown("cut=12#", "the same beginning " + std::to_string(i));
    EXPECT_LE(text.size(), 12U);
    cut.insert(text);
  }
  EXPECT_EQ(cut.size(), 500U);
  EXPECT_EQ(shown("cut=22#", "the-longest-slug-of-all-collectives"), "the-longest-slu-0e48db")
      << "the result is the same for ever";
  EXPECT_EQ(count_characters(shown("cut=10#", "円コレクティブと友だち")), 10U);
}

TEST(TextFormat, AShortIdKeepsWhatMakesAReversalDifferent) {
  const std::string id = "6039312e-2962-4f5c-873a-50981d191fc0";
  EXPECT_EQ(shown("short=8", id), "6039312e");
  EXPECT_EQ(shown("short=8", id + ".1r"), "6039312e.1r");
  EXPECT_EQ(shown("short=8", id + ".1"), "6039312e.1");
  EXPECT_EQ(shown("short=8", id + ":host_fee.2r"), "6039312e:host_fee.2r");
  EXPECT_EQ(shown("short=8", "abc"), "abc");
}

TEST(TextFormat, WhatTheReaderCannotTakeIsAnErrorWhereTheLayoutAsks) {
  EXPECT_EQ(shown("must=0-9,max=9", "8200"), "8200");
  EXPECT_THAT(refusal([] { (void)shown("must=0-9", "82a0"); }),
              HasSubstr("\"82a0\" has characters that the file's reader does not take; it takes "
                        "0-9"));
  EXPECT_THAT(refusal([] { (void)shown("max=4", "12345"); }),
              HasSubstr("\"12345\" is longer than the 4 characters"));
  EXPECT_EQ(shown("max=4", "Łódź"), "Łódź") << "characters are counted, not bytes";
}

TEST(TextFormat, MistakesAreExplained) {
  EXPECT_THAT(wrong_with("cutt=3", FieldType::text), HasSubstr("did you mean \"cut\"?"));
  EXPECT_THAT(wrong_with("cut=x", FieldType::text), HasSubstr("a number of characters"));
  EXPECT_THAT(wrong_with("cut=0", FieldType::text), HasSubstr("a number of characters"));
  EXPECT_THAT(wrong_with("cut=7#", FieldType::text), HasSubstr("at least 8"));
  EXPECT_THAT(wrong_with("only=", FieldType::text), HasSubstr("characters of ASCII"));
  EXPECT_THAT(wrong_with("only=z-a", FieldType::text), HasSubstr("characters of ASCII"));
  EXPECT_THAT(wrong_with("only=é", FieldType::text), HasSubstr("characters of ASCII"));
  EXPECT_THAT(wrong_with("upper,", FieldType::text), HasSubstr("is no format of a text"));
  EXPECT_THAT(wrong_with("%Y", FieldType::text), HasSubstr("is no format of a text"));
}

TEST(MoneyFormat, HasSignsDecimalsAndWords) {
  EXPECT_EQ(amount("abs,decimals=2", -1850, "EUR", ','), "18,50");
  EXPECT_EQ(amount("decimals=2", 120000, "JPY"), "1200.00");
  EXPECT_EQ(amount("negated", 120000, "JPY"), "-1200");
  EXPECT_EQ(amount("sign=H/S", 1850), "H");
  EXPECT_EQ(amount("sign=H/S", -1850), "S");
  EXPECT_EQ(amount("negated,sign=H/S", 1850), "S");
  EXPECT_EQ(amount("hundredths,abs", -5), "5");
}

TEST(MoneyFormat, AnAmountThatAFieldCannotHoldIsAnError) {
  EXPECT_EQ(amount("max=3", -99999), "-999.99");
  EXPECT_THAT(refusal([] { (void)amount("max=3", 100000); }),
              HasSubstr("1000.00 EUR has more than the 3 digits before the decimal mark"));
  EXPECT_THAT(refusal([] { (void)amount("max=3", -100000); }), HasSubstr("-1000.00 EUR has more"));
}

TEST(MoneyFormat, MistakesAreExplained) {
  EXPECT_THAT(wrong_with("sign=HS", FieldType::money), HasSubstr("write sign=H/S"));
  EXPECT_THAT(wrong_with("max=0", FieldType::money), HasSubstr("a number of digits"));
  EXPECT_THAT(wrong_with("decimals=3", FieldType::money), HasSubstr("is no format of an amount"));
  EXPECT_THAT(wrong_with("hundredths,decimals=2", FieldType::money), HasSubstr("cannot be"));
}

TEST(NumberFormat, FillsUp) {
  std::string out;
  append_value(std::int64_t{42}, FieldType::number, format("pad=6", FieldType::number), '.', out);
  EXPECT_EQ(out, "000042");
  EXPECT_THAT(wrong_with("pad=x", FieldType::number), HasSubstr("write pad=6"));
}

TEST(FlagFormat, HasWords) {
  std::string out;
  append_value(true, FieldType::flag, format("words=yes/no", FieldType::flag), '.', out);
  append_value(false, FieldType::flag, format("words=yes/", FieldType::flag), '.', out);
  EXPECT_EQ(out, "yes");
  EXPECT_THAT(wrong_with("yes/no", FieldType::flag), HasSubstr("write words=yes/no"));
  EXPECT_THAT(wrong_with("cut=3", FieldType::decimal), HasSubstr("a decimal takes no format"));
}

}  // namespace
}  // namespace bursar::mapping
