#include "config/profile.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/profile_table.hpp"
#include "document/node.hpp"
#include "error/error.hpp"

namespace bursar::config {
namespace {

using testing::HasSubstr;

constexpr const char* least = R"(source = "asbl"
layout = "ofx"
directory = "inbox"
start = "2026-01-01"
)";

// The profile "bank" of a file that consists of these lines.
ProfileConfig read(const std::string& lines, document::Problems& problems) {
  SourceConfig asbl;
  asbl.name = "asbl";
  const document::Node root = document::parse("[profile.bank]\n" + lines, "bursar.toml");
  return read_profile(root.members.at(0).value.members.at(0), "/etc/bursar", std::vector{asbl},
                      problems);
}

ProfileConfig good(const std::string& lines) {
  document::Problems problems("bursar.toml");
  ProfileConfig profile = read(lines, problems);
  problems.throw_if_any("");
  return profile;
}

std::string problem(const std::string& lines) {
  document::Problems problems("bursar.toml");
  (void)read(lines, problems);
  try {
    problems.throw_if_any("");
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was found wrong with\n" << lines;
  return {};
}

TEST(Profile, WhatNobodySaysHasADefault) {
  const ProfileConfig profile = good(least);
  EXPECT_EQ(profile.start, ledger::parse_civil_date("2026-01-01"));
  EXPECT_EQ(profile.chart, "");
  EXPECT_EQ(profile.date, std::nullopt);
  EXPECT_EQ(profile.currency, BooksCurrency::host);
  EXPECT_EQ(profile.books, "");
  EXPECT_FALSE(profile.strict);
  EXPECT_EQ(profile.max_corrections.of(0), 200);
  EXPECT_EQ(profile.summary, Summary::none);
  EXPECT_EQ(profile.delay_days, 3);
  EXPECT_EQ(profile.fiscal_year, (ledger::MonthDay{1, 1}));
  EXPECT_EQ(profile.names, Names::full);
  EXPECT_EQ(profile.file_mode, 0600U);
}

TEST(Profile, EverySettingIsUnderstood) {
  const ProfileConfig profile = good(R"(source = "asbl"
layout = "own/journal.toml"
chart = "us-host"
directory = "inbox"
start = "beginning"
date = "effective"
currency = "transaction"
books = "quickbooks"
strict = true
max_corrections = "0.5 %"
summary = "month"
delay = "10 d"
fiscal_year = "04-06"
names = "ids"
file_mode = "0640"
)");
  EXPECT_EQ(profile.layout, "/etc/bursar/own/journal.toml");
  EXPECT_EQ(profile.chart, "us-host") << "a shipped chart has no path";
  EXPECT_EQ(profile.start, std::nullopt);
  EXPECT_EQ(profile.date, DateBasis::effective);
  EXPECT_EQ(profile.currency, BooksCurrency::transaction);
  EXPECT_EQ(profile.books, "quickbooks");
  EXPECT_TRUE(profile.strict);
  EXPECT_EQ(profile.max_corrections.basis_points, 50);
  EXPECT_EQ(profile.summary, Summary::month);
  EXPECT_EQ(profile.delay_days, 10);
  EXPECT_EQ(profile.fiscal_year, (ledger::MonthDay{4, 6}));
  EXPECT_EQ(profile.names, Names::ids);
  EXPECT_EQ(profile.file_mode, 0640U);
  EXPECT_EQ(good(std::string(least) + "chart = \"own.chart.toml\"\n").chart,
            "/etc/bursar/own.chart.toml");
}

TEST(Profile, WithoutAStartItSaysWhatAStartMeans) {
  const std::string what = problem("source = \"asbl\"\nlayout = \"ofx\"\ndirectory = \".\"\n");
  EXPECT_THAT(what, HasSubstr("bursar.toml:1:1: [profile.bank] lacks \"start\": the first day"));
  EXPECT_THAT(what, HasSubstr("opening balance"));
  EXPECT_THAT(what, HasSubstr("\"2026-01-01\", or \"beginning\""));
}

TEST(Profile, AStartIsADayThatExists) {
  const std::string rest = "source = \"asbl\"\nlayout = \"ofx\"\ndirectory = \".\"\nstart = ";
  EXPECT_EQ(good(rest + "2026-02-28\n").start, ledger::parse_civil_date("2026-02-28"))
      << "TOML has dates of its own";
  EXPECT_THAT(problem(rest + "\"2026-02-30\"\n"),
              HasSubstr("bursar.toml:5:9: start: \"2026-02-30\" is no day"));
  EXPECT_THAT(problem(rest + "\"begining\"\n"), HasSubstr("did you mean \"beginning\"?"));
  EXPECT_THAT(problem(rest + "2026\n"), HasSubstr("start: \"2026\" is no day"));
}

TEST(Profile, AShareOfCorrectionsIsNeverBelowTwoHundredLinesANumberIsWhatItSays) {
  const auto limit = [](const std::string& value) {
    return good(least + ("max_corrections = " + value + "\n")).max_corrections;
  };
  EXPECT_EQ(limit("\"2 %\"").of(9'999), 200);
  EXPECT_EQ(limit("\"2 %\"").of(20'000), 400);
  EXPECT_EQ(limit("\"12.5%\"").of(10'000), 1'250);
  EXPECT_EQ(limit("\"100 %\"").of(4'000'000'000'000'000'000), 4'000'000'000'000'000'000)
      << "no number of lines is too large to multiply";
  EXPECT_EQ(limit("50").of(1'000'000), 50);
  EXPECT_EQ(limit("0").of(1'000'000), 0);
  for (const char* wrong :
       {"\"50\"", "\"two %\"", "\"101 %\"", "\"-1 %\"", "\"%\"", "\"1.005 %\"", "-1", "0.02"}) {
    EXPECT_THAT(problem(least + (std::string("max_corrections = ") + wrong + "\n")),
                HasSubstr("bursar.toml:6:19: max_corrections: "))
        << wrong;
  }
}

TEST(Profile, ADelayIsWholeDaysAndForSummaries) {
  const auto told = [](const std::string& delay) {
    return problem(std::string(least) + "summary = \"day\"\ndelay = " + delay + "\n");
  };
  EXPECT_THAT(told("3"), HasSubstr("bursar.toml:7:9: delay: \"3\" is no number of days; write it "
                                   "as \"3 d\""));
  EXPECT_THAT(told("\"36 h\""), HasSubstr("delay: \"36 h\" is no number of days"));
  EXPECT_THAT(problem(std::string(least) + "delay = \"3 d\"\n"),
              HasSubstr("delay: only summaries wait; add summary"));
}

TEST(Profile, EachMistakeIsNamedWithWhatIsMeant) {
  const auto told = [](const std::string& line) { return problem(least + line + "\n"); };
  EXPECT_THAT(told("currency = \"hots\""), HasSubstr("did you mean \"host\"?"));
  EXPECT_THAT(told("summary = \"mont\""), HasSubstr("one of day, month; did you mean \"month\"?"));
  EXPECT_THAT(told("names = \"id\""), HasSubstr("did you mean \"ids\"?"));
  EXPECT_THAT(told("strict = \"yes\""), HasSubstr("\"strict\" must be true or false, not a text"));
  EXPECT_THAT(told("fiscal_year = \"4-6\""), HasSubstr("fiscal_year: \"4-6\" is no day of every "
                                                       "year"));
  EXPECT_THAT(told("fiscal_year = \"02-29\""), HasSubstr("is no day of every year"));
  EXPECT_THAT(told("books = \"\""), HasSubstr("books: a name is expected"));
  EXPECT_THAT(told("sumary = \"day\""), HasSubstr("did you mean \"summary\"?"));
  EXPECT_THAT(told("max_correction = 3"), HasSubstr("did you mean \"max_corrections\"?"));
}

TEST(Profile, AllIsShownWithItsOrigin) {
  std::map<std::string, std::string> shown;
  for (const ShownSetting& setting :
       shown_settings(good(std::string(least) + "names = \"ids\"\n"))) {
    shown[setting.name] = setting.value + " <- " + describe(setting.origin);
  }
  EXPECT_EQ(shown, (std::map<std::string, std::string>{
                       {"profile.bank.source", "asbl <- bursar.toml:2:10"},
                       {"profile.bank.layout", "ofx <- bursar.toml:3:10"},
                       {"profile.bank.chart", " <- default"},
                       {"profile.bank.directory", "/etc/bursar/inbox <- bursar.toml:4:13"},
                       {"profile.bank.start", "2026-01-01 <- bursar.toml:5:9"},
                       {"profile.bank.date", "as the kind of layout <- default"},
                       {"profile.bank.currency", "host <- default"},
                       {"profile.bank.books", " <- default"},
                       {"profile.bank.strict", "false <- default"},
                       {"profile.bank.max_corrections", "2 %, at least 200 events <- default"},
                       {"profile.bank.summary", "none <- default"},
                       {"profile.bank.delay", "3 d <- default"},
                       {"profile.bank.fiscal_year", "01-01 <- default"},
                       {"profile.bank.names", "ids <- bursar.toml:6:9"},
                       {"profile.bank.file_mode", "0600 <- default"},
                       {"profile.bank.on_batch", " <- default"},
                   }));
}

}  // namespace
}  // namespace bursar::config
