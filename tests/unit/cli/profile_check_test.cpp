// What `bursar config check` finds in profiles, alone and together, and what `bursar export`
// refuses.
#include "cli/profile_check.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "program_fixture.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ProfileCheckTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    environment_["BURSAR_TOKEN"] = "0123456789abcdef0123456789abcdef01234567";
  }

  static std::string profile(const std::string& name, const std::string& lines) {
    return "[profile." + name + "]\nstart = \"beginning\"\n" + lines;
  }
  static std::string statement(const std::string& name, const std::string& source,
                               const std::string& more) {
    return profile(name, "source = \"" + source + "\"\nlayout = \"ofx\"\ndirectory = \"" + name +
                             "\"\n" + more);
  }
  // `bursar config check -v` of these sources and profiles.
  Said check(const std::string& text) {
    config_ = file("bursar.toml", "schema = 1\n" + text);
    return bursar({"--config", config_, "config", "check", "-v"});
  }
  // The same where a problem is expected: what it says.
  std::string problem(const std::string& text) {
    const Said said = check(text);
    EXPECT_EQ(said.status, 78) << text;
    EXPECT_THAT(said.out, IsEmpty());
    return said.err;
  }

  std::string config_;
  const std::string one_source_ = "[source.band]\naccount = \"the-band\"\n";
  const std::string account_and_host_ = one_source_ + "[source.hub]\nhost = \"the-hub\"\n";
};

TEST_F(ProfileCheckTest, TwoStatementsOfOneSourceInTheSameBooksAreRefused) {
  const std::string both = one_source_ + statement("bank", "band", "books = \"gnucash\"\n") +
                           statement("second", "band", "books = \"gnucash\"\n");
  const std::string said = problem(both);
  EXPECT_THAT(said, HasSubstr("bursar.toml:15:9: [profile.second] and [profile.bank] are both "
                              "statements of account the-band and of account the-band"));
  EXPECT_THAT(said, HasSubstr("rows would be booked twice"));
  const Said exported = bursar({"--config", config_, "export", "bank"});
  EXPECT_EQ(exported.status, 78) << "export refuses what check refuses";
  EXPECT_THAT(exported.err, HasSubstr("rows would be booked twice"));
}

TEST_F(ProfileCheckTest, TwoStatementsOfOneSourceInDifferentBooksAreNotMentioned) {
  const Said said = check(one_source_ + statement("bank", "band", "books = \"gnucash\"\n") +
                          statement("second", "band", "books = \"xero\"\n"));
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.err, Not(HasSubstr("booked")));
}

TEST_F(ProfileCheckTest, TwoStatementsOfOneSourceWithoutBooksAreAWarning) {
  const Said said =
      check(one_source_ + statement("bank", "band", "") + statement("second", "band", ""));
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("bursar.toml:9:1: [profile.bank] and [profile.second] are both "
                                  "statements"));
  EXPECT_THAT(said.err, HasSubstr("Say which books each goes to: books = "));
  EXPECT_THAT(bursar({"--config", config_, "-q", "config", "check"}).err, IsEmpty());
}

TEST_F(ProfileCheckTest, AStatementAndAJournalOfOneSourceMustSayTheirBooks) {
  const auto both = [&](const std::string& bank, const std::string& entries) {
    return one_source_ + statement("bank", "band", bank) +
           profile("entries",
                   "source = \"band\"\nlayout = \"hledger\"\nchart = \"collective\"\n"
                   "directory = \"entries\"\n" +
                       entries);
  };
  EXPECT_THAT(
      problem(both("", "")),
      HasSubstr(
          "bursar.toml:9:1: [profile.entries] lacks \"books\": [profile.bank] is a "
          "statement and [profile.entries] a journal of the source band, and its rows would "
          "be posted twice; say which books each goes to: books = \"…\", or books = \"none\""));
  const Said exported = bursar({"--config", config_, "export", "bank"});
  EXPECT_EQ(exported.status, 78) << "export refuses what check refuses";
  EXPECT_THAT(exported.err, HasSubstr("would be posted twice"));
  EXPECT_THAT(problem(both("", "books = \"gnucash\"\n")),
              HasSubstr("bursar.toml:4:1: [profile.bank] lacks \"books\""));
  for (const char* said : {"gnucash", "hledger", "none"}) {
    const std::string books = "books = \"" + std::string(said) + "\"\n";
    EXPECT_EQ(check(both("books = \"gnucash\"\n", books)).status, 0) << said;
  }
  EXPECT_EQ(check(both("books = \"none\"\n", "")).status, 0);
}

TEST_F(ProfileCheckTest, FilesThatNobodyImportsBookNothingTwice) {
  const Said said = check(one_source_ + statement("bank", "band", "books = \"none\"\n") +
                          statement("second", "band", "books = \"none\"\n"));
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.err, Not(HasSubstr("overlap")));
}

TEST_F(ProfileCheckTest, AHostsOwnAccountIsInTheHostsBooks) {
  EXPECT_THAT(
      problem("[source.own]\naccount = \"the-hub\"\n[source.hub]\nhost = \"the-hub\"\n" +
              statement("a", "own", "books = \"x\"\n") + statement("b", "hub", "books = \"x\"\n")),
      HasSubstr("statements of account the-hub and of host the-hub, which overlap"));
}

TEST_F(ProfileCheckTest, WhatOnlyThePlatformKnowsIsSaid) {
  const std::string profiles =
      statement("a", "band", "books = \"x\"\n") + statement("b", "hub", "books = \"x\"\n");
  const Said said = check(account_and_host_ + profiles);
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("only the platform knows whether account the-band and host "
                                  "the-hub overlap (the host may host the account)"));
  EXPECT_THAT(check(account_and_host_ + "exclude = [\"the-band\"]\n" + profiles).err,
              Not(HasSubstr("overlap")));
  EXPECT_THAT(problem(account_and_host_ + "include = [\"the-band\"]\n" + profiles),
              HasSubstr("which overlap"));
}

// Profiles as plan_profiles() gives them, without files.
struct Planned {
  config::SourceConfig source;
  config::ProfileConfig profile;

  Planned(std::string name, std::string slug, std::string books) {
    source.slug = std::move(slug);
    profile.name = std::move(name);
    profile.books = std::move(books);
    profile.directory = profile.name;
    profile.origin = {config::OriginKind::file, "bursar.toml:9:1"};
  }
  [[nodiscard]] PlannedProfile as(mapping::LayoutKind kind) const {
    mapping::Layout layout;
    layout.name = "own";
    layout.kind = kind;
    return {&profile, &source, layout};
  }
};

std::string text_of(const document::Problems& problems) {
  try {
    problems.throw_if_any("");
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(ProfileCheck, AStatementBesideAJournalIsNoted) {
  const Planned bank("bank", "the-band", "x");
  const Planned entries("entries", "the-band", "x");
  document::Problems problems("bursar.toml");
  Advice advice;
  check_together(
      {entries.as(mapping::LayoutKind::journal), bank.as(mapping::LayoutKind::statement)}, problems,
      advice);
  EXPECT_EQ(text_of(problems), "");
  EXPECT_THAT(advice.warnings, IsEmpty());
  ASSERT_EQ(advice.notes.size(), 1U);
  EXPECT_THAT(advice.notes[0], HasSubstr("[profile.bank] is a statement beside the journal of "
                                         "[profile.entries]: in the books \"x\", code each line"));
}

TEST(ProfileCheck, TwoJournalsOfOneSourceInTheSameBooksAreRefused) {
  const Planned first("first", "the-band", "x");
  const Planned second("second", "the-band", "x");
  document::Problems problems("bursar.toml");
  Advice advice;
  check_together({first.as(mapping::LayoutKind::journal), second.as(mapping::LayoutKind::journal)},
                 problems, advice);
  EXPECT_THAT(text_of(problems), HasSubstr("are both journals of account the-band"));
}

TEST(ProfileCheck, TablesBookNothing) {
  const Planned first("first", "the-band", "x");
  const Planned second("second", "the-band", "x");
  document::Problems problems("bursar.toml");
  Advice advice;
  check_together({first.as(mapping::LayoutKind::table), second.as(mapping::LayoutKind::table)},
                 problems, advice);
  EXPECT_EQ(text_of(problems), "");
  EXPECT_THAT(advice.warnings, IsEmpty());
  EXPECT_THAT(advice.notes, IsEmpty());
}

TEST(ProfileCheck, AJournalNeedsAChart) {
  Planned entries("entries", "the-band", "x");
  entries.profile.origins["layout"] = {config::OriginKind::file, "bursar.toml:12:10"};
  document::Problems problems("bursar.toml");
  check_alone(entries.as(mapping::LayoutKind::journal), problems);
  EXPECT_THAT(
      text_of(problems),
      HasSubstr("bursar.toml:12:10: [profile.entries] lacks \"chart\": the layout own names "
                "ledger accounts"));
  entries.profile.chart = "us-host";
  document::Problems none("bursar.toml");
  check_alone(entries.as(mapping::LayoutKind::journal), none);
  EXPECT_EQ(text_of(none), "");
}

TEST_F(ProfileCheckTest, AChartMustExistAndHaveWhatTheLayoutsVatNeeds) {
  const auto with = [&](const std::string& chart) {
    return one_source_ + profile("entries",
                                 "source = \"band\"\nlayout = \"xero-journal\"\n"
                                 "directory = \".\"\nchart = \"" +
                                     chart + "\"\n");
  };
  EXPECT_THAT(problem(with("us-hots")),
              HasSubstr("bursar.toml:9:9: there is no chart of accounts \"us-hots\"; did you mean "
                        "\"us-host\"?"));
  EXPECT_EQ(check(with("vat-association")).status, 0);
  file("own.chart.toml",
       "schema = 1\n[accounts]\nclearing = \"580\"\nsuspense = \"499\"\nvat_held = \"581\"\n"
       "[defaults]\nmoney = \"clearing\"\nsuspense = \"suspense\"\n"
       "[vat]\nheld = \"vat_held\"\noutput = { \"0.21\" = \"21% Sales\" }\n"
       "[[rule]]\nif.kind = \"*\"\naccount = \"clearing\"\n");
  EXPECT_THAT(problem(with("own.chart.toml")),
              HasSubstr("bursar.toml:9:9: [profile.entries] has a chart that lacks an account: "));
}

TEST_F(ProfileCheckTest, FilesOfTwoProfilesNeedDifferentNames) {
  file("own.toml", R"(schema = 1
name = "own"
kind = "table"
rows = "transactions"
format = "csv"
[file]
name = "lines-{batch}.csv"
[csv]
columns = [["Date", "{date}"]]
)");
  const std::string rest = "source = \"band\"\nlayout = \"own.toml\"\ndirectory = ";
  EXPECT_THAT(problem(one_source_ + profile("a", rest + "\"inbox\"\n") +
                      profile("b", rest + "\"other/../inbox/\"\n")),
              HasSubstr("bursar.toml:13:13: [profile.b] and [profile.a] write to the same "
                        "directory, and their files may get the same names"));
  EXPECT_EQ(
      check(one_source_ + profile("a", rest + "\"a\"\n") + profile("b", rest + "\"b\"\n")).status,
      0);
  const std::string shipped = "source = \"band\"\nlayout = \"transactions\"\ndirectory = \".\"\n";
  EXPECT_EQ(check(one_source_ + profile("a", shipped) + profile("b", shipped)).status, 0)
      << "the shipped layouts put the profile into the name";
}

TEST_F(ProfileCheckTest, SettingsThatTheKindOfLayoutHasNoUseForAreRefused) {
  const std::string said =
      problem(one_source_ + statement("bank", "band", "strict = true\nsummary = \"day\"\n") +
              profile("rows",
                      "source = \"band\"\nlayout = \"transactions\"\ndirectory = \"r\"\n"
                      "max_corrections = 5\ndate = \"paid\"\n"));
  EXPECT_THAT(said, HasSubstr("bursar.toml:9:10: [profile.bank] strict is for journals; the layout "
                              "ofx is a statement: remove it, or choose another layout"));
  EXPECT_THAT(said, HasSubstr("bursar.toml:10:11: [profile.bank] summary is for journals"));
  EXPECT_THAT(said, HasSubstr("bursar.toml:16:19: [profile.rows] max_corrections is for statements "
                              "and journals"));
  EXPECT_THAT(said, HasSubstr("bursar.toml:17:8: [profile.rows] cannot be dated by \"paid\""));
}

TEST_F(ProfileCheckTest, LayoutsThatCannotBeReadAreNamedBesideTheOtherProblems) {
  const std::string said = problem(
      one_source_ + profile("a", "source = \"band\"\nlayout = \"offx\"\ndirectory = \".\"\n") +
      statement("bank", "band", "strict = true\n"));
  EXPECT_THAT(said, HasSubstr("bursar.toml:7:10: there is no layout \"offx\"; did you mean "
                              "\"ofx\"?"));
  EXPECT_THAT(said, HasSubstr("[profile.bank] strict is for journals"));
}

TEST_F(ProfileCheckTest, FlagsOfAProfileThatNoFileHasNeedALayout) {
  for (const char* flag : {"--start", "--chart", "--directory", "--source"}) {
    EXPECT_EQ(bursar({"export", flag, "x"}).status, 64) << flag;
  }
  const Said said =
      bursar({"--account", "band", "export", "--layout", "ofx", "--start", "last year"});
  EXPECT_EQ(said.status, 64);
  EXPECT_THAT(said.err, HasSubstr("--start: \"last year\" is no day"));
}

}  // namespace
}  // namespace bursar::cli
