// What `bursar reconcile` says of files that were handed over: every stored row is accounted for,
// and faults planted in the export ledger are named.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reconcile_fixture.hpp"

namespace bursar::tests {
namespace {

using std::chrono::hours;

constexpr const char* profiles = R"(
[profile.bank]
source = "books"
layout = "ofx"
books = "none"
directory = "."
start = "beginning"
[profile.journal]
source = "books"
layout = "quickbooks-journal"
chart = "us-host"
directory = "."
start = "2019-01-01"
)";

class ReconcileOfExports : public Reconcile {
 protected:
  explicit ReconcileOfExports(const std::string& source = "host = \"demo-host\"")
      : Reconcile(source, profiles) {
    EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  }
  // The one thing that is wrong.
  json only_wrong() {
    const std::vector<json> found = wrongs(reconcile(4));
    EXPECT_EQ(found.size(), 1U) << json(found).dump(1);
    return found.empty() ? json::object() : found[0];
  }
};

TEST_F(ReconcileOfExports, EveryStoredRowIsAccountedFor) {
  const Finished finished = reconcile(0);
  const auto lines = events(finished, "handed_over");
  ASSERT_EQ(lines.size(), 2U);
  for (const json& line : lines) {
    EXPECT_EQ(line.at("difference"), "0.00");
    EXPECT_NE(line.at("issued"), "0.00");
  }
  EXPECT_EQ(lines[0].at("profile"), "bank");
  EXPECT_EQ(lines[0].at("issued"), lines[0].at("stored"));
  EXPECT_NE(lines[1].at("caught_up"), "0.00");
  const auto named = events(finished, "difference");
  const auto is_legacy_fee = [](const json& difference) {
    return difference.at("code") == "legacy-host-fee" && difference.at("profile") == "journal";
  };
  EXPECT_EQ(std::count_if(named.begin(), named.end(), is_legacy_fee), 1);
}

TEST_F(ReconcileOfExports, WhatCameSinceTheLastExportWaits) {
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 4})");
  expect_quiet_success(books_.run({"sync"}));
  for (const json& line : events(reconcile(0), "handed_over")) {
    EXPECT_EQ(line.at("difference"), "0.00");
    EXPECT_NE(line.at("waiting"), "0.00");
  }
}

TEST_F(ReconcileOfExports, ALineMissingFromAStatementIsNamed) {
  const Row row = pick("t.kind = 'EXPENSE' AND t.account_slug = 'demo-euro-collective'", 2);
  plant(fmt::format("DELETE FROM statement_lines WHERE row = {}", row.row));
  const json wrong = only_wrong();
  EXPECT_EQ(wrong.at("code"), "not-handed-over");
  EXPECT_EQ(wrong.at("profile"), "bank");
  expect_named(wrong, row, negative(row.net));
}

TEST_F(ReconcileOfExports, ALineTwiceInAStatementIsNamed) {
  const Row row = pick("t.kind = 'EXPENSE'", 5);
  plant(
      fmt::format("INSERT INTO statement_lines (stream, batch, row, part, origin, turn, day, "
                  "moved_from, amount, standing) SELECT stream, batch, row, part, origin, turn, "
                  "day, moved_from, amount, standing FROM statement_lines WHERE row = {}",
                  row.row));
  const json wrong = only_wrong();
  EXPECT_EQ(wrong.at("code"), "handed-over-more");
  expect_named(wrong, row, row.net);
}

TEST_F(ReconcileOfExports, ABalanceHandedOverThatItsLinesDoNotComeToIsNamed) {
  plant("UPDATE streams SET issued = issued + 5 WHERE slug = 'demo-collective'");
  const json wrong = only_wrong();
  EXPECT_EQ(wrong.at("code"), "handed-over-more");
  EXPECT_EQ(wrong.at("slug"), "demo-collective");
  EXPECT_EQ(wrong.at("amount"), "0.05");
}

TEST_F(ReconcileOfExports, ALineMissingFromAJournalIsNamed) {
  const Row row = pick(
      "t.kind = 'EXPENSE' AND t.created_at > '2019-02' AND t.account_slug = 'demo-collective' "
      "AND (SELECT count(*) FROM transactions o WHERE o.group_id = t.group_id "
      "AND o.account = r.account) = 1",
      3);
  plant(
      fmt::format("DELETE FROM export_lines WHERE unit IN (SELECT unit FROM export_units "
                  "WHERE row = {})",
                  row.row));
  const json wrong = only_wrong();
  EXPECT_EQ(wrong.at("code"), "not-handed-over");
  EXPECT_EQ(wrong.at("profile"), "journal");
  expect_named(wrong, row, negative(row.net));
}

TEST_F(ReconcileOfExports, ACorrectedRowWaitsUntilItsCorrectionIsHandedOver) {
  const Row row = pick("t.kind = 'EXPENSE' AND t.account_slug = 'demo-collective'", 9);
  alter(row, 300);
  const Finished finished = reconcile(0);
  for (const json& line : events(finished, "handed_over")) EXPECT_EQ(line.at("difference"), "0.00");
  EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  for (const json& line : events(reconcile(0), "handed_over")) {
    EXPECT_EQ(line.at("waiting"), "0.00");
    EXPECT_EQ(line.at("difference"), "0.00");
  }
}

// By then everything was gone through once, and only what came since is.
TEST_F(ReconcileOfExports, ASyncLooksOverWhatIsNew) {
  for (int night = 0; night < 2; ++night) {
    const Finished finished = books_.run({"--json", "sync"});
    const auto looked = events(finished, "quick_check");
    ASSERT_EQ(looked.size(), 1U) << finished.output << finished.errors;
    EXPECT_EQ(looked[0].at("agrees"), true);
    EXPECT_EQ(query(books_.database(), "SELECT count(*) FROM looked_over"), "2\n");
  }
  const json news{
      {"op", "insert"}, {"account", "demo-collective"}, {"rows", 4}, {"at", ago(hours(50))}};
  change(sandbox_, news.dump());
  expect_quiet_success(books_.run({"sync"}));
  EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  // A statement hands it over the day after (R16), a journal at once.
  const Row row = pick(
      "t.kind = 'CONTRIBUTION' AND EXISTS (SELECT 1 FROM export_units u JOIN export_lines l "
      "ON l.unit = u.unit WHERE u.row = r.row AND l.line > (SELECT seen_line FROM looked_over o "
      "JOIN profiles p ON p.profile = o.profile WHERE p.name = 'journal'))");
  plant(
      fmt::format("DELETE FROM export_lines WHERE unit IN (SELECT unit FROM export_units "
                  "WHERE row = {})",
                  row.row));
  const Finished night = books_.run({"sync"});
  EXPECT_EQ(night.ended.exit_status, 4);
  EXPECT_NE(night.errors.find("not-handed-over in journal"), std::string::npos) << night.errors;
}

class ReconcileOfAssociation : public Reconcile {
 protected:
  ReconcileOfAssociation()
      : Reconcile("host = \"demo-association\"",
                  "[profile.journal]\nsource = \"books\"\nlayout = \"xero-journal\"\n"
                  "chart = \"vat-association\"\ndirectory = \".\"\nstart = \"beginning\"\n") {}
};

TEST_F(ReconcileOfAssociation, VatThatIsHeldIsNamedApart) {
  EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  const Finished finished = reconcile(0);
  EXPECT_EQ(events(finished, "handed_over").at(0).at("difference"), "0.00");
  const auto named = events(finished, "difference");
  EXPECT_TRUE(std::any_of(named.begin(), named.end(), [](const json& difference) {
    return difference.at("code") == "vat-held" && difference.at("amount") != "0.00";
  }));
}

}  // namespace
}  // namespace bursar::tests
