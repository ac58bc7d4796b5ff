#include "stored_books.hpp"

namespace bursar::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class MappingCommands : public StoredBooksTest {};

TEST_F(MappingCommands, ThePreviewIsAListingThatABookkeeperCanRead) {
  const Said said = run({"mapping", "preview", "entries"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.out, R"(  2026-01-05 OCaaaaaaaa0000400 EUR “for the tour”
    Donations                                           Cr 185.00  The Band              CONTRIBUTION 1
    Fees                                   Dr 18.50                The Band              HOST_FEE 2
    Clearing                              Dr 166.50                The Band
                                          Dr 185.00     Cr 185.00
  2026-01-12 OCbbbbbbbb0000400 EUR “for the tour”
    Costs                                  Dr 40.00                The Band              EXPENSE 3
    Clearing                                             Cr 40.00  The Band
                                           Dr 40.00      Cr 40.00
  2026-01-20 OCcccccccc0000400 EUR “for the tour”
    Donations                                            Cr 10.00  The Band              CONTRIBUTION 4
    Clearing                               Dr 10.00                The Band
                                           Dr 10.00      Cr 10.00
)");
}

TEST_F(MappingCommands, ThePreviewWritesNothing) {
  EXPECT_EQ(events({"mapping", "preview", "entries"}, "entry").size(), 3U);
  EXPECT_TRUE(std::filesystem::is_empty(inbox()));
  EXPECT_EQ(events({"mapping", "preview", "entries"}, "entry").size(), 3U);
  export_all();
  EXPECT_TRUE(std::filesystem::exists(inbox() / "entries-1-1.csv"));
}

TEST_F(MappingCommands, ThePreviewShowsWhatIsNewUnlessAPeriodIsAskedFor) {
  export_all();
  store_rows({row(4, "CONTRIBUTION", 'c', "2026-01-20T12:00:00Z", 900)});
  prove("2026-02-02T00:00:00Z");
  const auto now = events({"mapping", "preview", "entries"}, "entry");
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0]["entry"], "OCcccccccc0000400-2");
  EXPECT_EQ(now[0]["lines"][0]["role"], "reversal");
  EXPECT_EQ(events({"mapping", "preview", "entries", "--period", "2026-01"}, "entry").size(), 3U);
  EXPECT_EQ(events({"mapping", "preview", "entries", "--period", "2026-01-12"}, "entry").size(),
            1U);
  EXPECT_EQ(run({"mapping", "preview", "entries", "--period", "soon"}).status, 64);
}

TEST_F(MappingCommands, StatementsArePreviewedToo) {
  configure(bank_profile);
  const auto lines = events({"mapping", "preview", "bank"}, "statement_line");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[1]["amount"], "-18.50");
  EXPECT_EQ(lines[1]["what"], "HOST_FEE 2");
  EXPECT_THAT(run({"mapping", "preview", "bank"}).out, HasSubstr("185.00 EUR  " + id_of(1)));
}

TEST_F(MappingCommands, TwoChartsAreComparedLineByLine) {
  std::string before = chart;
  const std::size_t at = before.find("account = \"costs\"");
  before.replace(at, 17, "account = \"fees\" ");
  const std::string old = file("before.toml", before);
  const Said said = run({"mapping", "preview", "entries", "--against", old});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("2026-01-12 EXPENSE 3 -40.00 EUR  The Band"),
                              HasSubstr("account   Fees (" + old + ":24) -> Costs ("),
                              Not(HasSubstr("CONTRIBUTION"))));
}

TEST_F(MappingCommands, AComparisonWithItselfHasNothingToSay) {
  const std::string same = (home_ / "band.chart.toml").string();
  EXPECT_EQ(run({"mapping", "preview", "entries", "--against", same}).out, "");
}

TEST_F(MappingCommands, WhatMustExistBeforeTheFirstImportIsListed) {
  std::map<std::string, std::int64_t> needs;
  for (const auto& need : events({"mapping", "needs", "entries"}, "need")) {
    needs[need["what"].get<std::string>() + " " + need["name"].get<std::string>()] = need["lines"];
  }
  const std::map<std::string, std::int64_t> expected{{"account Ask My Accountant", 0},
                                                     {"account Clearing", 4},
                                                     {"account Costs", 1},
                                                     {"account Donations", 2},
                                                     {"account Fees", 1},
                                                     {"account Tips", 0},
                                                     {"class The Band", 4}};
  EXPECT_EQ(needs, expected);
  EXPECT_THAT(run({"mapping", "needs", "entries"}).out,
              HasSubstr("more may come of class {collective}"));
}

TEST_F(MappingCommands, ACheckOfAProfileNamesUnusedRulesAndLinesThatNoRuleFits) {
  store_rows({row(7, "SOMETHING_NEW", 'f', "2026-01-21T09:00:00Z", 900),
              row(8, "SOMETHING_NEW", 'd', "2026-01-22T09:00:00Z", 900)});
  const Said said = run({"mapping", "check", "entries"});
  EXPECT_EQ(said.status, 3);
  EXPECT_THAT(said.out, AllOf(HasSubstr("band.chart.toml:19"), HasSubstr("kind PLATFORM_TIP")));
  const auto unmapped = events({"mapping", "check", "entries"}, "unmapped_lines");
  ASSERT_EQ(unmapped.size(), 1U);
  EXPECT_EQ(unmapped[0]["kind"], "SOMETHING_NEW");
  EXPECT_EQ(unmapped[0]["lines"], 2);
  EXPECT_THAT(unmapped[0]["examples"], testing::UnorderedElementsAre("7", "8"));
}

TEST_F(MappingCommands, LinesThatOnlyARuleForEverythingTakesAreNamed) {
  file("band.chart.toml", std::string(chart) + "[[rule]]\naccount = \"costs\"\n");
  store_rows({row(7, "SOMETHING_NEW", 'f', "2026-01-21T09:00:00Z", 900)});
  EXPECT_EQ(run({"mapping", "check", "entries"}).status, 0);
  const auto lines = events({"mapping", "check", "entries"}, "default_lines");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["kind"], "SOMETHING_NEW");
}

TEST_F(MappingCommands, ChartsAndLayoutsAreTakenApartByWhatIsInTheFile) {
  const Said good = run({"-v", "mapping", "check", (home_ / "band.chart.toml").string()});
  EXPECT_EQ(good.status, 0);
  EXPECT_THAT(good.err, HasSubstr("a chart of 6 accounts and 4 rules"));
  std::string mistyped = chart;
  mistyped.replace(mistyped.find("account = \"costs\""), 17, "account = \"cots\" ");
  const Said bad = run({"mapping", "check", file("bad.toml", mistyped)});
  EXPECT_EQ(bad.status, 78);
  EXPECT_THAT(bad.err, AllOf(HasSubstr("bad.toml:24:"), HasSubstr("did you mean \"costs\"")));
  EXPECT_EQ(run({"mapping", "check", "us-host"}).status, 0);
  EXPECT_EQ(run({"mapping", "check", "ofx"}).status, 0);
  EXPECT_THAT(run({"mapping", "check", "entires"}).err, HasSubstr("entries"));
}

TEST_F(MappingCommands, ChartsAreListedAndShown) {
  EXPECT_THAT(run({"mapping", "list"}).out,
              AllOf(HasSubstr("us-host"), HasSubstr("quickbooks-journal")));
  EXPECT_THAT(run({"mapping", "show", "us-host"}).out, HasSubstr("[accounts]"));
  EXPECT_EQ(events({"mapping", "list"}, "chart").size(), 4U);
  EXPECT_EQ(events({"mapping", "show", "us-host"}, "chart_text").size(), 1U);
}

TEST_F(MappingCommands, WithoutAChartThereIsNothingToNeed) {
  configure(bank_profile);
  EXPECT_EQ(run({"mapping", "needs", "bank"}).status, 64);
  EXPECT_EQ(run({"mapping", "preview", "bank", "--against", "us-host"}).status, 64);
  EXPECT_EQ(run({"mapping", "check", "bank"}).status, 0);
}

TEST_F(MappingCommands, StatusShowsWhatWasHandedOver) {
  configure(std::string(journal_profile) + "strict = true\n" + bank_profile);
  store_rows({row(6, "CONTRIBUTION", 'e', "2026-02-02T09:00:00Z", 700),
              row(7, "SOMETHING_NEW", 'f', "2026-01-21T09:00:00Z", 900)});
  EXPECT_EQ(events({"status"}, "profile_status").size(), 2U);
  EXPECT_EQ(run({"export", "entries"}).status, 3);
  EXPECT_EQ(
      run({"lock", "band", "2026-01-20", "--force", "--without-reconciliation", "a trial"}).status,
      0);
  const auto shown = events({"status"}, "profile_status");
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0]["profile"], "entries");
  EXPECT_EQ(shown[0]["batch"], 1);
  EXPECT_EQ(shown[0]["through"], "2026-01-31");
  EXPECT_EQ(shown[0]["waiting"], 1);
  EXPECT_EQ(shown[0]["held"], 1);
  EXPECT_EQ(shown[0]["locked_through"], "2026-01-20");
  EXPECT_EQ(shown[0]["locked_without_reconciliation"], "a trial; although it was never reconciled");
  EXPECT_EQ(shown[1]["batch"], 0);
  EXPECT_THAT(run({"status"}).out, HasSubstr("2026-01-20, without reconciliation"));
}

}  // namespace
}  // namespace bursar::cli
