#include "stored_books.hpp"

namespace bursar::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ExplainCommand : public StoredBooksTest {
 protected:
  // What one profile says of the row.
  nlohmann::json view(const std::string& reference, const std::string& profile) {
    const auto told = events({"explain", reference}, "explanation");
    if (told.empty()) return nullptr;
    for (const auto& one : told[0]["profiles"]) {
      if (one["profile"] == profile) return one;
    }
    return nullptr;
  }
};

TEST_F(ExplainCommand, ARowIsFoundByWhateverAPersonHasInHand) {
  export_all();
  for (const std::string& reference :
       {std::string("1"), id_of(1), std::string("tx_1"), id_of(1) + ".1r", id_of(1) + ":tax.2"}) {
    const auto told = events({"explain", reference}, "explanation");
    ASSERT_EQ(told.size(), 1U) << reference;
    EXPECT_EQ(told[0]["number"], 1) << reference;
  }
  EXPECT_EQ(events({"explain", "OCaaaaaaaa0000400"}, "explanation").size(), 2U);
  const auto by_expense = events({"explain", "77"}, "explanation");
  ASSERT_EQ(by_expense.size(), 1U);
  EXPECT_EQ(by_expense[0]["number"], 3);
  EXPECT_EQ(by_expense[0]["expense"], "77");
}

TEST_F(ExplainCommand, AnEntryThatIsNotHandedOverYetIsFoundByItsName) {
  EXPECT_EQ(events({"explain", "OCaaaaaaaa0000400"}, "explanation").size(), 2U);
}

TEST_F(ExplainCommand, WhatNobodyKnowsIsSaid) {
  const Said said = run({"explain", "4711"});
  EXPECT_EQ(said.status, 64);
  EXPECT_THAT(said.err, HasSubstr("nothing stored is called \"4711\""));
}

TEST_F(ExplainCommand, ThePlaceInTheChartIsToldForEveryColumn) {
  const nlohmann::json now = view("1", "entries")["now"][0];
  EXPECT_EQ(now["lines"][0]["account"], "Donations");
  EXPECT_EQ(now["lines"][0]["amount"], "-185.00");
  EXPECT_EQ(now["lines"][0]["class"], "The Band");
  std::map<std::string, std::string> where;
  for (const auto& decision : now["decisions"]) {
    where[decision["column"]] = decision["where"].get<std::string>();
  }
  EXPECT_THAT(where["account"], testing::EndsWith("band.chart.toml:15"));
  EXPECT_THAT(where["money"], testing::EndsWith("band.chart.toml:10"));
  EXPECT_THAT(where["class"], testing::EndsWith("band.chart.toml:12"));
}

TEST_F(ExplainCommand, BatchFileAndEntryAreToldForAllThatWasHandedOver) {
  configure(std::string(journal_profile) + bank_profile +
            "[profile.rows]\nsource = \"band\"\nlayout = \"transactions\"\ndirectory = \"inbox\"\n"
            "start = \"2026-01-01\"\n");
  EXPECT_EQ(view("1", "entries")["state"], "not looked at");
  export_all();
  const nlohmann::json journal = view("1", "entries");
  EXPECT_EQ(journal["state"], "handed over");
  ASSERT_EQ(journal["handed_over"].size(), 1U);
  EXPECT_EQ(journal["handed_over"][0]["batch"], 1);
  EXPECT_EQ(journal["handed_over"][0]["files"][0], "entries-1-1.csv");
  EXPECT_EQ(journal["handed_over"][0]["id"], "OCaaaaaaaa0000400");
  EXPECT_EQ(journal["handed_over"][0]["account"], "Donations");
  const nlohmann::json bank = view("1", "bank");
  EXPECT_EQ(bank["handed_over"][0]["id"], id_of(1));
  EXPECT_EQ(bank["handed_over"][0]["amount"], "185.00");
  EXPECT_EQ(bank["handed_over"][0]["files"][0], "bank-band-EUR-1.ofx");
  EXPECT_EQ(view("1", "rows")["handed_over"][0]["files"][0], "rows-1.csv");
}

TEST_F(ExplainCommand, ACorrectionIsToldWithWhatItReplaced) {
  configure(std::string(journal_profile) + bank_profile);
  export_all();
  store_rows({row(4, "CONTRIBUTION", 'c', "2026-01-20T12:00:00Z", 900)});
  prove("2026-02-02T00:00:00Z");
  export_all();
  const nlohmann::json lines = view("4", "bank")["handed_over"];
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["standing"], false);
  EXPECT_EQ(lines[1]["id"], id_of(4) + ".1r");
  EXPECT_EQ(lines[1]["amount"], "-10.00");
  EXPECT_EQ(lines[1]["batch"], 2);
  EXPECT_EQ(lines[2]["id"], id_of(4) + ".1");
  EXPECT_EQ(lines[2]["amount"], "9.00");
  EXPECT_EQ(lines[2]["standing"], true);
  const Said said = run({"explain", id_of(4) + ".1r"});
  EXPECT_THAT(
      said.out,
      AllOf(HasSubstr("version     1, replaced 2026-"), HasSubstr("host_amount: 10.00 -> 9.00"),
            HasSubstr("batch 2, entries-2-1.csv, entry OCcccccccc0000400-2"),
            HasSubstr("Donations Dr 10.00 EUR, class The Band"), HasSubstr("reversed since")));
}

// It moved nothing of what the row comes to, and two versions were told without a difference.
TEST_F(ExplainCommand, AFeeThatChangedIsToldWithItsVersion) {
  ledger::Transaction changed = row(4, "CONTRIBUTION", 'c', "2026-01-20T12:00:00Z", 1000);
  store_rows({changed});
  changed.processor_fee = -30;
  changed.tax_amount = -15;
  changed.fx_rate = "0.97";
  store_rows({changed});
  EXPECT_THAT(run({"explain", "4"}).out,
              AllOf(HasSubstr("processor_fee: 0.00 -> -0.30"),
                    HasSubstr("tax_amount: 0.00 -> -0.15"), HasSubstr("-> 0.97")));
}

TEST_F(ExplainCommand, WhyARowIsNotHandedOverIsSaid) {
  configure(
      "[profile.entries]\nsource = \"band\"\nlayout = \"quickbooks-journal\"\n"
      "chart = \"band.chart.toml\"\ndirectory = \"inbox\"\nstart = \"2026-01-10\"\n"
      "strict = true\n");
  store_rows({row(6, "CONTRIBUTION", 'e', "2026-02-02T09:00:00Z", 700),
              row(7, "SOMETHING_NEW", 'f', "2026-01-21T09:00:00Z", 900)});
  EXPECT_EQ(run({"export"}).status, 3);
  EXPECT_EQ(view("1", "entries")["state"], "caught up");
  EXPECT_EQ(view("6", "entries")["state"], "waiting");
  EXPECT_THAT(view("6", "entries")["why"], "a row's day is not proven complete yet");
  EXPECT_EQ(view("7", "entries")["state"], "held");
  EXPECT_EQ(view("7", "entries")["why"], "no rule of the chart says where its lines go");
  EXPECT_EQ(view("7", "entries")["now"][0]["unmapped"], true);
  EXPECT_THAT(run({"explain", "7"}).out, HasSubstr("NO RULE FITS"));
}

TEST_F(ExplainCommand, ARowThatIsOutsideTheBooksIsSaidToBe) {
  configure(std::string(journal_profile) +
            "[profile.rows]\nsource = \"band\"\nlayout = \"transactions\"\ndirectory = \"inbox\"\n"
            "start = \"2026-01-01\"\n");
  ledger::Transaction other = row(9, "CONTRIBUTION", 'a', "2026-01-05T12:00:00Z", -18500);
  std::swap(other.account, other.opposite_account);
  store_rows({other});
  export_all();
  EXPECT_EQ(view("9", "entries")["state"], "outside");
  const nlohmann::json table = view("9", "rows");
  EXPECT_EQ(table["state"], "outside");
  EXPECT_TRUE(table.value("handed_over", nlohmann::json::array()).empty()) << "none of its files";
}

TEST_F(ExplainCommand, AProfileThatLeftTheConfigurationIsNotForgotten) {
  export_all();
  configure(bank_profile);
  const nlohmann::json gone = view("1", "entries");
  EXPECT_EQ(gone["state"], "gone");
  EXPECT_EQ(gone["handed_over"][0]["id"], "OCaaaaaaaa0000400");
}

TEST_F(ExplainCommand, NothingIsWritten) {
  const Said said = run({"explain", "1"});
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.err, "");
  EXPECT_TRUE(std::filesystem::is_empty(inbox()));
  EXPECT_EQ(events({"status"}, "profile_status")[0]["batch"], 0);
}

}  // namespace
}  // namespace bursar::cli
