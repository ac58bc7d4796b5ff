// Faults of the export ledger that the simulated year and reading found, each as small as it gets.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "export/stage.hpp"
#include "small_ledger.hpp"

namespace bursar::property {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::Pair;

TEST(Found, StagedFilesOfAProfileWithASimilarNameWereTakenForLeftovers) {
  SmallLedger ledger;
  exporting::StagePlace other{
      ledger.drop(), ledger.drop().parent_path() / "kept-2", "books-1", 2, {}};
  exporting::Stage waiting(other, 0600);
  waiting.begin_file();
  waiting.write("bytes");
  const std::vector<store::BatchFile> files{waiting.end_file("books-1-2.csv", 1)};
  waiting.finish("{}");
  // The program died here, after the batch was recorded. Now another profile comes first.
  const exporting::StagePlace own{
      ledger.drop(), ledger.drop().parent_path() / "kept-1", "books", 1, {}};
  const exporting::Stage stage(own, 0600);
  EXPECT_EQ(exporting::publish_waiting(other, files).paths.size(), 1U);
  EXPECT_TRUE(fs::exists(ledger.drop() / "books-1-2.csv"));
}

TEST(Found, RowsOfAProjectThatCameBackStayedOutOfTheBooks) {
  SmallLedger ledger;
  ledger.add("r1", "CONTRIBUTION", "bridge", "ann", 1000, 5);
  ledger.write();
  const exporting::Request request =
      ledger.of_river(ledger.request("own", "quickbooks-journal", "collective"));
  (void)ledger.run(request);
  ASSERT_EQ(ledger.balances("own").at("Open Collective"), 1000);
  ledger.account("bridge").parent.clear();
  ledger.write();
  (void)ledger.run(request);
  ASSERT_TRUE(ledger.balances("own").empty());
  ledger.account("bridge").parent = "acc_river";
  ledger.write();
  (void)ledger.run(request);
  EXPECT_EQ(ledger.balances("own")["Open Collective"], 1000);
}

TEST(Found, ARowThatMovedFromACollectiveToTheHostWasStillBookedAsHeldForCollectives) {
  SmallLedger ledger;
  ledger.add("r1", "CONTRIBUTION", "river", "ann", 1000, 5);
  ledger.write();
  const exporting::Request request =
      ledger.request("eu", "quickbooks-journal", "eu-host-liability");
  (void)ledger.run(request);
  ASSERT_EQ(ledger.balances("eu").at("1600"), -1000);
  ledger.row("r1").account = 4;  // "library", the host's own project
  ledger.write();
  (void)ledger.run(request);
  EXPECT_THAT(ledger.balances("eu"), ElementsAre(Pair("1200", 1000), Pair("4100", -1000)));
}

// One of the two halves leaves the books, and what stood on the account for transfers stayed there.
TEST(Found, ATransferWhoseOtherSideWasMergedAwayWasStillBookedAsOneWithinTheBooks) {
  SmallLedger ledger;
  ledger.add("r1", "BALANCE_TRANSFER", "bridge", "river", -1000, 5, "g");
  ledger.add("r2", "BALANCE_TRANSFER", "river", "bridge", 1000, 5, "g");
  ledger.write();
  exporting::Request request =
      ledger.of_river(ledger.request("own", "quickbooks-journal", "collective"));
  (void)ledger.run(request);
  ASSERT_TRUE(ledger.balances("own").empty());
  const ledger::Key library = 4;
  ledger.row("r1").account = ledger.row("r2").opposite_account = library;
  ledger.write();
  (void)ledger.run(request);
  request.profile = "fresh";
  (void)ledger.run(request);
  EXPECT_FALSE(ledger.balances("fresh").empty());
  EXPECT_EQ(ledger.balances("own"), ledger.balances("fresh"));
}

TEST(Found, ASummaryOfNothingLeftTheBatchWithoutFiles) {
  SmallLedger ledger;
  exporting::Request request = ledger.request("month", "quickbooks-journal", "us-host");
  request.summary = exporting::Summary::month;
  ledger.add("r1", "CONTRIBUTION", "river", "ann", 1000, 5);
  ledger.add("r2", "CONTRIBUTION", "river", "ann", -1000, 6).is_refund = true;
  ledger.write();
  EXPECT_TRUE(ledger.run(request).files.empty());
  EXPECT_EQ(ledger.run(request).waiting, 0);
  ledger.add("r3", "CONTRIBUTION", "river", "ann", 500, 7);
  ledger.write();
  const exporting::Result result = ledger.run(request);
  EXPECT_EQ(result.entries, 1);
  EXPECT_EQ(ledger.balances("month")["Contributions"], -500);
}

TEST(Found, ARowInsertedAgainWasInTheBooksBesideTheOldOneForANight) {
  SmallLedger ledger;
  ledger.add("r1", "CONTRIBUTION", "river", "ann", 1000, 5);
  ledger.write();
  const exporting::Request journal = ledger.request("us", "quickbooks-journal", "us-host");
  const exporting::Request bank = ledger.request("bank", "ofx");
  (void)ledger.run(journal);
  (void)ledger.run(bank);
  ledger.miss("r1");
  ledger.add("r2", "CONTRIBUTION", "river", "ann", 1000, 7);
  ledger.add("r3", "CONTRIBUTION", "river", "ann", 1001, 7);  // another amount, another event
  ledger.write();
  for (const exporting::Request& request : {journal, bank}) {
    EXPECT_EQ(ledger.run(request).waiting, request.profile == "us" ? 1 : 2) << request.profile;
  }
  EXPECT_EQ(ledger.balances("us")["Open Collective Clearing"], 2001);
  ledger.bury("r1");
  const exporting::Result settled = ledger.run(journal);
  EXPECT_EQ(settled.entries, 2);
  EXPECT_EQ(settled.waiting, 0);
  EXPECT_EQ(ledger.balances("us")["Open Collective Clearing"], 2001);
}

// GnuCash, Odoo and Actual drop a line whose id they know (accounting.md R14).
TEST(Found, ARowThatCameBackBesideItsSuccessorHadTheIdOfAnOldLine) {
  SmallLedger ledger;
  ledger.add("r1", "CONTRIBUTION", "river", "ann", 1000, 5, "g");
  ledger.write();
  const exporting::Request bank = ledger.request("bank", "ofx");
  EXPECT_THAT(SmallLedger::content_of(ledger.run(bank)), testing::HasSubstr("<FITID>r1</FITID>"));
  ledger.add("r2", "CONTRIBUTION", "river", "ann", 1000, 5, "g");
  ledger.write();
  ledger.succeed("r1");
  EXPECT_EQ(ledger.run(bank).rows, 0);
  ledger.add("r1", "CONTRIBUTION", "river", "ann", 1000, 5, "g");
  ledger.write();
  ledger.prove_to("2026-03-03T00:00:00Z");
  EXPECT_THAT(SmallLedger::content_of(ledger.run(bank)), testing::HasSubstr("<FITID>r1.1</FITID>"));
}

TEST(Found, FundsThatAHostAddedToItsOwnAccountStayedOnTheAccountForTransfers) {
  SmallLedger ledger;
  ledger.add("r1", "ADDED_FUNDS", "host", "host", 1000, 5);
  ledger.write();
  (void)ledger.run(ledger.request("us", "quickbooks-journal", "us-host"));
  EXPECT_THAT(ledger.balances("us"), ElementsAre(Pair("Grants and Added Funds", -1000),
                                                 Pair("Open Collective Clearing", 1000)));
  const auto statement = ledger.run(ledger.request("bank", "ofx"));
  EXPECT_THAT(SmallLedger::content_of(statement), testing::Not(testing::HasSubstr("XFER")));
}

}  // namespace
}  // namespace bursar::property
