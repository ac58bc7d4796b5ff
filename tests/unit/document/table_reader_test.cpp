#include "document/table_reader.hpp"

#include <array>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"

namespace bursar::document {
namespace {

using testing::HasSubstr;

constexpr std::array<std::string_view, 2> colours{"red", "green"};

std::string problems_of(const Problems& problems) {
  try {
    problems.throw_if_any("do");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  return {};
}

TEST(Document, KeepsTheOrderAndThePlacesOfTheFile) {
  const Node root = parse("z = 1\na.b = \"x\"\n[m]\nl = [true, 1.5, 2020-01-31]\n", "t.toml");
  ASSERT_EQ(root.members.size(), 3U);
  EXPECT_EQ(root.members[0].key, "z");
  EXPECT_EQ(root.members[1].key, "a");
  EXPECT_EQ(root.members[1].value.members[0].value.text, "x");
  EXPECT_EQ(root.members[1].value.members[0].value.place.line, 2U);
  EXPECT_EQ(root.members[1].value.members[0].value.place.column, 7U);
  const Node& list = root.members[2].value.members[0].value;
  ASSERT_EQ(list.items.size(), 3U);
  EXPECT_TRUE(list.items[0].boolean);
  EXPECT_EQ(list.items[2].kind, Node::Kind::date);
  EXPECT_EQ(list.items[2].text, "2020-01-31");
}

TEST(Document, WhatIsNoTomlHasAPlace) {
  try {
    (void)parse("a = 1\nb = = 2\n", "t.toml");
    FAIL() << "took what is no TOML";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("t.toml:2:5"));
  }
}

TEST(TableReader, WrongTypesAreProblemsAndCountAsAbsent) {
  const Node root = parse("a = 1\nb = \"x\"\nc = \"gren\"\n", "t.toml");
  Problems problems("t.toml");
  TableReader reader(root, "the file", problems);
  EXPECT_EQ(reader.text("a"), nullptr);
  EXPECT_EQ(reader.boolean("b"), std::nullopt);
  EXPECT_EQ(reader.choice("c", colours), std::nullopt);
  reader.require("d");
  const std::string what = problems_of(problems);
  EXPECT_THAT(what, HasSubstr("t.toml:1:5: \"a\" must be a text, not a whole number"));
  EXPECT_THAT(what, HasSubstr("t.toml:2:5: \"b\" must be true or false, not a text"));
  EXPECT_THAT(what, HasSubstr("did you mean \"green\"?"));
  EXPECT_THAT(what, HasSubstr("the file lacks \"d\""));
}

TEST(TableReader, KeysThatWereAskedForAreTheKeysThatExist) {
  const Node root = parse("colour = \"red\"\nsice = 3\n", "t.toml");
  Problems problems("t.toml");
  TableReader reader(root, "[thing]", problems);
  EXPECT_EQ(reader.choice("colour", colours), 0U);
  EXPECT_EQ(reader.node("size"), nullptr);
  reader.refuse_others();
  EXPECT_EQ(problems_of(problems),
            "t.toml:2:1: unknown key \"sice\" in [thing]; did you mean \"size\"?");
}

TEST(Problems, OneIsALineAndManyAreAList) {
  Problems problems("t.toml");
  EXPECT_EQ(problems_of(problems), "");
  problems.add(Place{3, 1}, "third");
  EXPECT_EQ(problems_of(problems), "t.toml:3:1: third");
  problems.add(Place{1, 2}, "first");
  EXPECT_EQ(problems_of(problems),
            "2 problems in the configuration: t.toml:1:2: first; t.toml:3:1: third");
}

}  // namespace
}  // namespace bursar::document
