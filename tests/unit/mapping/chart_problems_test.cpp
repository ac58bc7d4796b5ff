// What can be wrong with a chart of accounts: each problem with its place and what to do.
#include <cctype>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_chart.hpp"

namespace bursar::mapping {
namespace {

using sample::problems;
using sample::problems_of;
using testing::HasSubstr;
using testing::Not;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

const std::string any_rule = "[[rule]]\naccount = \"income\"\n";

TEST(ChartProblems, AreReportedTogether) {
  const std::string what = problems(R"([[rule]]
if.knd = "EXPENSE"
accont = "costs"
[[rule]]
if.side = "recieved"
account = "incme"
)");
  EXPECT_THAT(what, HasSubstr("own.toml:15:4: unknown key \"knd\" in if; did you mean \"kind\"?"));
  EXPECT_THAT(what, HasSubstr("own.toml:16:1: unknown key \"accont\" in [[rule]]; did you mean "
                              "\"account\"?"));
  EXPECT_THAT(what, HasSubstr("own.toml:18:11: if.side cannot be \"recieved\"; it is one of "
                              "received, given; did you mean \"received\"?"));
  EXPECT_THAT(what, HasSubstr("own.toml:19:11: [accounts] has no account \"incme\"; did you mean "
                              "\"income\"?"));
}

TEST(ChartProblems, OfNewRulesAloneDoNotRefuseAChartThatWasHandedOverBy) {
  const std::string hidden = sample::head + any_rule + any_rule;
  EXPECT_THAT(problems_of(hidden), HasSubstr("a rule without conditions decides account"));
  EXPECT_EQ(Chart::parse_kept(hidden, "own.toml").rule_count(), 2U);
}

TEST(ChartProblems, OfTomlItselfHaveTheirPlace) {
  EXPECT_THAT(problems("[[rule]\n"), HasSubstr("own.toml:14:"));
}

TEST(ChartProblems, NameWhatIsMissing) {
  const std::string all = sample::head + any_rule;
  EXPECT_THAT(problems_of(replaced(all, "schema = 1", "")), HasSubstr("lacks \"schema\""));
  EXPECT_THAT(problems_of(replaced(all, "schema = 1", "schema = 2")),
              HasSubstr("own.toml:1:10: schema 2 is not one this version reads"));
  EXPECT_THAT(problems_of(replaced(all, "money    = \"bank\"\n", "")),
              HasSubstr("own.toml:9:1: [defaults] lacks \"money\""));
  EXPECT_THAT(problems_of(replaced(all, "suspense = \"suspense\"\n", "")),
              HasSubstr("[defaults] lacks \"suspense\""));
  EXPECT_THAT(problems_of("schema = 1\n" + any_rule), HasSubstr("the chart lacks \"accounts\""));
  EXPECT_THAT(problems_of("schema = 1\n" + any_rule), HasSubstr("the chart lacks \"defaults\""));
  EXPECT_THAT(problems_of(sample::head), HasSubstr("no [[rule]]"));
}

TEST(ChartProblems, OfAccounts) {
  EXPECT_THAT(problems_of(replaced(sample::head + any_rule, "\"Bank\"", "\"\"")),
              HasSubstr("own.toml:3:12: account \"bank\" must be what the accounting software "
                        "calls it"));
  EXPECT_THAT(
      problems("[[rule]]\naccount = \"Income\"\n"),
      HasSubstr("has no account \"Income\"; the chart names it by its nickname \"income\""));
  EXPECT_THAT(problems("[[rule]]\naccount = 6100\n"),
              HasSubstr("\"account\" must be a text, not a whole number"));
  EXPECT_THAT(problems_of(replaced(sample::head + any_rule, "\"bank\"", "\"{processor}\"")),
              HasSubstr("\"money\" in [defaults] cannot depend on the line; rules can"));
}

TEST(ChartProblems, OfTemplates) {
  EXPECT_THAT(problems("[[rule]]\nclass = \"{colective}\"\n"),
              HasSubstr("own.toml:15:11: unknown field \"colective\"; did you mean "
                        "\"collective\"?"));
  EXPECT_THAT(problems("[[rule]]\nmemo = \"{date:cut=4}\"\n"), HasSubstr("{date:cut=4}"));
  EXPECT_THAT(problems("[[rule]]\nmemo = \"{entry_id}\"\n"),
              HasSubstr("charts have no field \"entry_id\""));
  EXPECT_THAT(problems("[[rule]]\naccount = \"{category_code\"\n"), HasSubstr("without \"}\""));
}

TEST(ChartProblems, OfConditions) {
  const auto of = [](const std::string& condition) {
    return problems("[[rule]]\nif." + condition + "\naccount = \"costs\"\n");
  };
  EXPECT_THAT(of("internal = \"yes\""), HasSubstr("if.internal must be true or false"));
  EXPECT_THAT(of("kind = []"), HasSubstr("an empty list fits nothing"));
  EXPECT_THAT(of("kind = true"), HasSubstr("if.kind must be a text or a list of texts"));
  EXPECT_THAT(of("tax_rate = 21"), HasSubstr("\"21\" is no tax rate; 21 % is written 0.21"));
  EXPECT_THAT(of("date = \"2026-02-30..\""),
              HasSubstr("own.toml:15:11: \"2026-02-30\" is no date"));
  EXPECT_THAT(of("date = \"..\""), HasSubstr("is no date"));
  EXPECT_THAT(of("date = \"\""), HasSubstr("is no date"));
  EXPECT_THAT(of("date = \"2026-02-01..2026-01-01\""), HasSubstr("ends before it begins"));
  EXPECT_THAT(of("fund = \"mangaed\""), HasSubstr("did you mean \"managed\"?"));
  EXPECT_THAT(problems("[[rule]]\nif = \"EXPENSE\"\naccount = \"costs\"\n"),
              HasSubstr("if must be a table"));
}

TEST(ChartProblems, OfConditionsThatContradictThemselves) {
  const auto of = [](const std::string& condition) {
    return problems("[[rule]]\nif." + condition + "\naccount = \"costs\"\n");
  };
  EXPECT_THAT(of("kind = [\"EXPENSE\", \"!EXP*\"]"),
              HasSubstr("if.kind = EXPENSE, !EXP* can never hold"));
  EXPECT_THAT(of("side = [\"!given\", \"!received\"]"), HasSubstr("can never hold"));
  EXPECT_THAT(of("category = \"!*\""), HasSubstr("can never hold"));
  EXPECT_THAT(of("date = [\"2026-01-01\", \"!2026-01-01..\"]"), HasSubstr("can never hold"));
  EXPECT_THAT(of("kind = [\"HOST_FEE\", \"TAX_ON_HATS\"]\nif.category = \"60*\""),
              HasSubstr("a line of kind HOST_FEE, TAX_ON_HATS has no category"));
}

TEST(ChartProblems, OfVat) {
  EXPECT_THAT(problems("[[rule]]\naccount = \"income\"\nvat = 0.21\n"),
              HasSubstr("own.toml:16:7: \"vat\" needs [vat]"));
  EXPECT_THAT(problems("[[rule]]\naccount = \"income\"\nclaim_vat = true\n"),
              HasSubstr("\"claim_vat\" needs [vat]"));
  EXPECT_THAT(problems("[[rule]]\nvat = 21\n" + sample::vat),
              HasSubstr("\"vat\" must be a rate such as 0.21 for 21 %"));
  EXPECT_THAT(problems(any_rule + "[vat]\npayable = \"income\"\n"),
              HasSubstr("[vat] lacks \"held\""));
  EXPECT_THAT(problems(any_rule + "[vat]\nheld = \"incom\"\n"),
              HasSubstr("did you mean \"income\"?"));
  EXPECT_THAT(problems(any_rule + "[vat]\nheld = \"income\"\noutput = { 0.21 = \"S\" }\n"),
              HasSubstr("gives a tax code by rate, both in quotes"));
  EXPECT_THAT(
      problems(any_rule +
               "[vat]\nheld = \"income\"\noutput = { \"0.21\" = \"S\", \"0.210\" = \"T\" }\n"),
      HasSubstr("has two codes for the rate 0.21"));
}

TEST(ChartProblems, OfRulesThatGiveNothing) {
  EXPECT_THAT(problems("[[rule]]\nif.kind = \"EXPENSE\"\n"),
              HasSubstr("own.toml:14:1: this rule gives nothing"));
  EXPECT_THAT(problems("[rule]\naccount = \"income\"\n"),
              HasSubstr("rules begin with [[rule]], in two pairs of brackets"));
}

// ---- Rules that are never asked ---------------------------------------------------------------

std::string two_rules(const std::string& first, const std::string& second) {
  return "[[rule]]\n" + first + "\naccount = \"income\"\n[[rule]]\n" + second +
         "\naccount = \"costs\"\n";
}

void expect_hidden(const std::string& first, const std::string& second) {
  EXPECT_THAT(problems(two_rules(first, second)), HasSubstr("this rule never decides account"))
      << first << " / " << second;
}

void expect_asked(const std::string& first, const std::string& second) {
  EXPECT_NO_THROW((void)sample::chart(two_rules(first, second))) << first << " / " << second;
}

TEST(HiddenRules, BelowARuleWithoutConditions) {
  const std::string what = problems(
      "[[rule]]\naccount = \"income\"\n"
      "[[rule]]\nif.kind = \"EXPENSE\"\naccount = \"costs\"\n"
      "[[rule]]\nif.kind = \"HOST_FEE\"\naccount = \"costs\"\n");
  EXPECT_THAT(what, HasSubstr("own.toml:15:11: a rule without conditions decides account for every "
                              "line, so that the 2 rules below it that name account are never "
                              "asked"));
  EXPECT_THAT(what, Not(HasSubstr("own.toml:18")));
  EXPECT_NO_THROW((void)sample::chart(
      "[[rule]]\nname = \"x\"\n[[rule]]\nif.kind = \"EXPENSE\"\naccount = \"costs\"\n"));
}

TEST(HiddenRules, BelowOneWithTheSameOrWiderConditions) {
  EXPECT_THAT(problems(two_rules("if.kind = \"EXPENSE\"", "if.kind = \"EXPENSE\"")),
              HasSubstr("own.toml:19:11: this rule never decides account: the rule in line 14 "
                        "comes first, fits every line that this one fits (kind EXPENSE), and names "
                        "account"));
  expect_hidden("if.kind = \"EXPENSE\"", "if.kind = \"EXPENSE\"\nif.category = \"60*\"");
  expect_hidden("if.kind = [\"EXPENSE\", \"ADDED_FUNDS\"]", "if.kind = \"EXPENSE\"");
  expect_hidden("if.category = \"60*\"", "if.category = [\"6010\", \"602*\"]");
  expect_hidden("if.category = \"!6100\"", "if.category = [\"6200\", \"6300\"]");
  expect_hidden("if.category = \"!61*\"", "if.category = [\"!6*\", \"7*\"]");
  expect_hidden("if.category = \"*\"", "if.category = \"\"");
  expect_hidden("if.side = \"!given\"", "if.side = \"received\"");
  expect_hidden("if.internal = true", "if.internal = true\nif.kind = \"EXPENSE\"");
  expect_hidden("if.date = \"2026-01-01..\"", "if.date = \"2026-03-01..2026-03-31\"");
  expect_hidden("if.date = [\"..2026-01-31\", \"2026-02-01..\"]", "if.date = \"2026-01-15..\"");
  expect_hidden("if.tags = [\"a\", \"b\"]", "if.tags = \"a\"");
}

TEST(HiddenRules, AreNoneWhereALineIsLeft) {
  expect_asked("if.kind = \"EXPENSE\"\nif.category = \"60*\"", "if.kind = \"EXPENSE\"");
  expect_asked("if.category = \"60*\"", "if.category = [\"6010\", \"7000\"]");
  expect_asked("if.category = [\"60*\", \"!6090\"]", "if.category = \"6090\"");
  expect_asked("if.category = \"6?00\"", "if.category = \"6*\"");
  expect_asked("if.category = \"!a?\"", "if.category = \"a*\"");
  expect_asked("if.category = \"!61*\"", "if.category = \"!62*\"");
  expect_asked("if.date = \"2026-01-01..\"", "if.date = \"2025-12-31..\"");
  expect_asked("if.internal = true", "if.kind = \"EXPENSE\"");
  expect_asked("if.tags = \"!b\"", "if.tags = \"a\"");
  EXPECT_NO_THROW(
      (void)sample::chart("[[rule]]\nif.kind = \"EXPENSE\"\nname = \"x\"\n"
                          "[[rule]]\nif.kind = \"EXPENSE\"\naccount = \"costs\"\n"));
}

TEST(HiddenRules, AreNotLookedForBelowRulesThatCannotBeRead) {
  const std::string what =
      problems("[[rule]]\nif.knd = \"EXPENSE\"\naccount = \"income\"\n" + any_rule);
  EXPECT_THAT(what, Not(HasSubstr("never")));
}

}  // namespace
}  // namespace bursar::mapping
