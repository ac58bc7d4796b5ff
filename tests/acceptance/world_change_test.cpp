// What happens on the platform between two nights is in the books after the second.
#include <chrono>
#include <cstdint>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using std::chrono::hours;
using testing::HasSubstr;

// Books of the whole host after a first night.
class WorldChange : public testing::Test {
 protected:
  WorldChange() : sandbox_(demo_world()), books_(sandbox_, "host = \"demo-host\"") {
    expect_quiet_success(books_.run({"sync"}));
    first_ = holdings(books_);
  }

  nlohmann::json change(const nlohmann::json& what) {
    return nlohmann::json::parse(tests::change(sandbox_, what.dump()));
  }
  // The second night; afterwards the books equal the world.
  nlohmann::json sync() {
    const Finished night = books_.run({"--json", "sync"});
    EXPECT_EQ(night.ended.exit_status, 0) << night.errors;
    EXPECT_EQ(night.errors, "");
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
    EXPECT_NE(holdings(books_), first_) << "the change had no effect";
    return events(night, "run_done").at(0);
  }
  std::string one(const std::string& sql) {
    std::string text = query(books_.database(), sql);
    if (!text.empty()) text.pop_back();
    return text;
  }

  std::int64_t rows() { return std::stoll(one("SELECT count(*) FROM transactions")); }

  SandboxProcess sandbox_;
  Installation books_;
  Holdings first_;
};

TEST_F(WorldChange, NewRowsComeInOnceAndTheNextNightBringsNothing) {
  const std::int64_t before = rows();
  change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 40}});
  const auto done = sync();
  EXPECT_GE(rows() - before, 20) << "one side of each pair at least";
  EXPECT_EQ(done.at("inserted"), rows() - before);
  EXPECT_EQ(done.at("changed"), 0);
  const auto again = events(books_.run({"--json", "sync"}), "run_done").at(0);
  EXPECT_EQ(again.at("inserted"), 0);
  EXPECT_EQ(again.at("changed"), 0);
}

// With hardly any overlap, so that only the going on of the windows can bring them.
TEST(WorldGoesOn, RowsThatAreYoungerThanTheLastRunComeWithTheNext) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "host = \"demo-host\"",
                           "[sync]\nsettle = \"1 s\"\noverlap = \"1 s\"\n");
  expect_quiet_success(books.run({"sync"}));
  for (int night = 1; night <= 2; ++night) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    for (const char* op : {"insert", "add-expense"}) {
      const nlohmann::json what{{"op", op},
                                {"account", "demo-collective"},
                                {"rows", 2},
                                {"seed", night},
                                {"at", ago(std::chrono::seconds(1))}};
      change(sandbox, what.dump());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    expect_quiet_success(books.run({"sync"}));
    expect_equal_ledger(sandbox, books.database(), ledger_of_host);
  }
}

// More expenses than one night lists anew; all but today's part of them is far away.
TEST(WorldGoesOn, OldPaidExpensesThatAreTouchedAreFoundByTheirActivities) {
  std::vector<std::string> world = demo_world();
  world.insert(world.end(), {"--transactions", "3000", "--expenses", "9000"});
  const SandboxProcess sandbox(world);
  const Installation books(sandbox, "host = \"demo-host\"");
  expect_quiet_success(books.run({"sync"}));
  std::istringstream paid(query(books.database(),
                                "SELECT public_id FROM (SELECT public_id, row_number() OVER "
                                "(ORDER BY created_at, public_id) AS n FROM expenses WHERE "
                                "status = 'PAID') WHERE n % 100 = 1"));
  int touched = 0;
  for (std::string expense; paid >> expense; ++touched) {
    change(sandbox, R"({"op": "expense", "transition": "hold", "expense": ")" + expense + "\"}");
  }
  EXPECT_GE(touched, 6);
  expect_quiet_success(books.run({"sync"}));
  EXPECT_EQ(
      query(books.database(), "SELECT count(*) FROM expenses WHERE status = 'PAID' AND on_hold"),
      std::to_string(touched) + "\n");
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

TEST_F(WorldChange, BackDatedRowsWithinTheOverlapComeIn) {
  for (const int h : {1, 20, 47, 71}) {
    change({{"op", "insert"},
            {"account", "demo-yen-collective"},
            {"rows", 3},
            {"seed", h},
            {"at", ago(hours(h))}});
  }
  sync();
}

TEST_F(WorldChange, ARefundOfAnOldRowMarksTheOriginal) {
  const std::string old =
      one("SELECT id FROM transactions WHERE kind = 'CONTRIBUTION' AND direction = 'CREDIT' AND "
          "NOT is_refunded AND NOT is_refund ORDER BY created_at LIMIT 1 OFFSET 20");
  const std::int64_t before = rows();
  change({{"op", "refund"}, {"transaction", old}});
  const auto done = sync();
  EXPECT_EQ(one("SELECT is_refunded FROM transactions WHERE id = '" + old + "'"), "1");
  EXPECT_EQ(one("SELECT count(*) > 0 FROM transactions WHERE refund_transaction = '" + old + "'"),
            "1");
  // What the row said before is kept.
  EXPECT_EQ(
      one("SELECT count(*) FROM transaction_versions WHERE id = '" + old + "' AND NOT is_refunded"),
      "1");
  EXPECT_EQ(done.at("inserted"), rows() - before);
}

TEST_F(WorldChange, RejectionsDisputesAndEditsOfOldRowsCome) {
  for (const char* kind : {"REJECT", "DISPUTE"}) {
    change({{"op", "refund"},
            {"account", "demo-collective"},
            {"kind", "CONTRIBUTION"},
            {"type", "CREDIT"},
            {"index", 5},
            {"refundKind", kind}});
  }
  change({{"op", "edit"},
          {"account", "demo-collective"},
          {"kind", "ADDED_FUNDS"},
          {"type", "CREDIT"},
          {"amount", 45'600}});
  sync();
}

TEST_F(WorldChange, ExpensesGoTheirWay) {
  const auto fresh =
      change({{"op", "add-expense"}, {"account", "demo-collective"}, {"amount", 98'765}});
  change({{"op", "expense"},
          {"account", "demo-collective"},
          {"status", "PENDING"},
          {"index", 1},
          {"transition", "approve"}});
  change({{"op", "expense"},
          {"account", "demo-collective"},
          {"status", "APPROVED"},
          {"index", 1},
          {"transition", "pay"}});
  change({{"op", "expense"},
          {"account", "demo-collective"},
          {"status", "APPROVED"},
          {"index", 1},
          {"transition", "hold"}});
  sync();
  EXPECT_EQ(one("SELECT status || amount FROM expenses WHERE public_id = '" +
                fresh.at("publicId").get<std::string>() + "'"),
            "PENDING98765");
}

TEST_F(WorldChange, AnExpenseThatIsMarkedAsUnpaidIsPaidNoMore) {
  const auto unpaid = change({{"op", "expense"},
                              {"account", "demo-collective"},
                              {"status", "PAID"},
                              {"index", 6},
                              {"transition", "unpay"}});
  sync();
  EXPECT_EQ(one("SELECT status FROM expenses WHERE public_id = '" +
                unpaid.at("publicId").get<std::string>() + "'"),
            "APPROVED");
}

// No activity tells of it, and the expense is years old: the daily re-reading of history finds it.
TEST_F(WorldChange, ANewCategoryOfAnOldPaidExpenseIsFound) {
  const std::string old = one(
      "SELECT e.public_id FROM expenses e JOIN accounts a USING (account) WHERE status = 'PAID' "
      "AND a.slug = 'demo-collective' ORDER BY created_at LIMIT 1");
  change(
      {{"op", "add-category"}, {"host", "demo-host"}, {"code", "6999"}, {"name", "Odds & ends"}});
  change({{"op", "categorize-expense"},
          {"expense", old},
          {"host", "demo-host"},
          {"category", "6999"}});
  sync();
  EXPECT_EQ(one("SELECT category_code FROM v_expenses WHERE public_id = '" + old + "'"), "6999");
}

TEST_F(WorldChange, ARenamedCategoryIsRenamedEverywhere) {
  const std::string used =
      one("SELECT c.public_id FROM expenses e JOIN accounting_categories c USING (category) "
          "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1");
  change({{"op", "rename-category"}, {"category", used}, {"code", "4711"}, {"name", "Renamed"}});
  const Finished night = books_.run({"sync"});
  expect_quiet_success(night);
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
  EXPECT_EQ(one("SELECT DISTINCT category_name FROM v_expenses WHERE category_code = '4711'"),
            "Renamed");
  EXPECT_EQ(one("SELECT count(*) FROM v_record_versions WHERE record_type = 'category' AND "
                "public_id = '" +
                used + "'"),
            "1");
}

TEST_F(WorldChange, ARecentRowThatMovedToAnotherAccountMoves) {
  const auto made = change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 4}});
  sync();
  const std::string row = made.at("rows").at(0);
  change({{"op", "move-row"},
          {"transaction", row},
          {"to", "demo-yen-collective"},
          {"host", "demo-host"}});
  sync();
  EXPECT_EQ(one("SELECT version FROM transactions WHERE id = '" + row + "'"), "2");
}

TEST_F(WorldChange, AnAmendedRecentRowIsANewVersion) {
  const auto made = change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 2}});
  sync();
  const std::string row = made.at("rows").at(0);
  change({{"op", "amend"}, {"transaction", row}, {"amount", 77'700}});
  const auto done = sync();
  EXPECT_EQ(done.at("inserted"), 0);
  EXPECT_EQ(done.at("changed"), 2);  // both sides
}

TEST_F(WorldChange, ARenamedCollectiveKeepsItsHistory) {
  change({{"op", "rename"},
          {"account", "demo-yen-collective"},
          {"slug", "demo-yen-renamed"},
          {"name", "Renamed"}});
  change({{"op", "insert"}, {"account", "demo-yen-renamed"}, {"rows", 2}});
  sync();
  EXPECT_EQ(one("SELECT count(*) FROM v_accounts WHERE slug = 'demo-yen-collective'"), "0");
  EXPECT_EQ(one("SELECT name FROM v_accounts WHERE slug = 'demo-yen-renamed'"), "Renamed");
}

TEST_F(WorldChange, ARemovedCollectiveOfAHostDoesNotStopTheHost) {
  change({{"op", "insert"}, {"account", "demo-yen-collective"}, {"rows", 4}});
  sync();
  change({{"op", "delete-account"}, {"account", "demo-yen-collective"}});
  change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 4}});
  for (int night = 1; night <= 2; ++night) {
    const Finished finished = books_.run({"sync"});
    EXPECT_EQ(finished.ended.exit_status, 0) << finished.errors;
    EXPECT_EQ(integrity_problems(books_.database()), "");
    EXPECT_EQ(one("SELECT count(*) FROM transactions WHERE incomplete"), "0");
  }
  expect_ledger_within(sandbox_, books_.database(), ledger_of_host);
}

// --- what happened long ago

// Books of the whole host, and what nights find about rows that no window covers any more.
class LateChange : public WorldChange {
 protected:
  // Years before the overlap, where nothing but the proofs of history looks.
  std::string old_row(const std::string& more = "") {
    return one(
        "SELECT id FROM v_transactions WHERE account_slug = 'demo-collective' AND kind = "
        "'CONTRIBUTION' AND direction = 'CREDIT' AND NOT is_refunded AND created_at < '2023' " +
        more + " ORDER BY created_at DESC LIMIT 1 OFFSET 3");
  }
  nlohmann::json night() {
    const Finished night = books_.run({"--json", "sync"});
    EXPECT_EQ(night.ended.exit_status, 0) << night.errors;
    found_.clear();
    for (const auto& finding : events(night, "finding")) {
      found_ += finding.at("sentence").get<std::string>() + "\n";
    }
    return events(night, "run_done").at(0);
  }
  std::string tombstones(const std::string& table) {
    return one("SELECT count(*) FROM " + table + " WHERE tombstoned_at IS NOT NULL");
  }
  std::string found_;  // by the last night, a sentence a line
};

TEST_F(LateChange, ANightWithoutNewsTakesAtMostEightRequestsAndFindsNothing) {
  for (int i = 0; i < 3; ++i) {
    const auto done = night();
    EXPECT_LE(done.at("requests"), 8);
    EXPECT_EQ(done.at("inserted").get<int>() + done.at("changed").get<int>(), 0);
    EXPECT_EQ(found_, "");
  }
}

TEST_F(LateChange, AnAmountCorrectedYearsAgoIsFoundTheNextNight) {
  const std::string row = old_row();
  change({{"op", "amend"}, {"transaction", row}, {"amount", 77'700}});
  night();
  EXPECT_THAT(found_, HasSubstr("given another amount"));
  EXPECT_EQ(one("SELECT amount FROM transactions WHERE id = '" + row + "'"), "77700");
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
}

TEST_F(LateChange, ADeletedRowLeavesTheBooksInTheSecondNightAndComesBackIfItIsRestored) {
  night();
  const std::string row = old_row();
  change({{"op", "delete-row"}, {"transaction", row}});
  night();
  EXPECT_THAT(found_, HasSubstr("1 transaction is missing on the platform"));
  EXPECT_EQ(tombstones("transactions"), "0");
  night();
  EXPECT_EQ(found_, "1 contribution vanished from the platform\n");
  EXPECT_EQ(tombstones("transactions"), "1");
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
  change({{"op", "restore-row"}, {"transaction", row}});
  night();
  EXPECT_EQ(found_, "1 contribution that had vanished came back\n");
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
  const Finished status = books_.run({"status"});
  EXPECT_THAT(status.output, HasSubstr("1 contribution that had vanished came back"));
}

TEST_F(LateChange, ARowThatLeftTheHostsSightIsKeptAsItIsNow) {
  night();
  const std::string row = old_row();
  const std::string host = one("SELECT host_slug FROM v_transactions WHERE id = '" + row + "'");
  change({{"op", "move-row"},
          {"transaction", row},
          {"to", "demo-repair-cafe"},
          {"host", "demo-association"}});
  night();
  EXPECT_EQ(host, "demo-host");
  EXPECT_THAT(found_, HasSubstr("1 contribution was moved to another account"));
  EXPECT_EQ(one("SELECT host_slug FROM v_transactions WHERE id = '" + row + "'"),
            "demo-association");
  night();
  EXPECT_EQ(tombstones("transactions"), "0");
}

TEST_F(LateChange, ADeletedOpenExpenseLeavesTheBooks) {
  change({{"op", "expense"},
          {"account", "demo-collective"},
          {"status", "PENDING"},
          {"index", 1},
          {"transition", "delete"}});
  night();
  EXPECT_THAT(found_, HasSubstr("1 expense is missing on the platform"));
  night();
  EXPECT_EQ(found_, "1 expense vanished from the platform\n");
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
}

TEST_F(LateChange, AVanishedPaidExpenseIsKeptWithAnAlarmUntilAPersonAccepts) {
  change({{"op", "expense"},
          {"account", "demo-collective"},
          {"status", "PAID"},
          {"index", 1},
          {"transition", "delete"}});
  for (int i = 0; i < 3; ++i) {
    night();
    EXPECT_THAT(found_, HasSubstr("the paid expense"));
    EXPECT_EQ(tombstones("expenses"), "0");
  }
  EXPECT_EQ(books_.run({"sync", "--accept-losses"}).ended.exit_status, 0);
  EXPECT_EQ(tombstones("expenses"), "1");
}

TEST_F(LateChange, SoManyLossesAreAskedAboutAndLoseNothing) {
  night();
  std::istringstream rows(query(books_.database(),
                                "SELECT id FROM transactions WHERE created_at < 1600000000000 "
                                "ORDER BY id LIMIT 60"));
  for (std::string row; rows >> row;) change({{"op", "delete-row"}, {"transaction", row}});
  night();
  expect_refusal(books_.run({"sync"}), 65,
                 {"60 of ", "are gone from the platform", "--accept-losses"});
  EXPECT_EQ(tombstones("transactions"), "0");
  expect_refusal(books_.run({"sync"}), 65, {"none was taken out of the books"});
  EXPECT_EQ(books_.run({"sync", "--accept-losses"}).ended.exit_status, 0);
  EXPECT_EQ(tombstones("transactions"), "60");
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
}

// Both ends say who the other is, and the months of the one end alone are read again.
TEST_F(LateChange, ARefundThatVanishesAndComesBackIsNamedByItsOriginalOrNot) {
  const std::string original = old_row();
  change({{"op", "refund"}, {"transaction", original}, {"at", ago(hours(1))}});
  night();
  const auto refund = [&] {
    return one("SELECT coalesce(refund_transaction, '') FROM transactions WHERE id = '" + original +
               "'");
  };
  const std::string row = refund();
  ASSERT_NE(row, "");
  for (const char* what : {"delete-row", "restore-row"}) {
    change({{"op", what}, {"transaction", row}});
    night();
    night();
    EXPECT_EQ(refund(), std::string(what) == "delete-row" ? "" : row);
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
  }
}

TEST_F(LateChange, ADisputeOfAnOldContributionIsFoundByItsActivity) {
  const std::string row = old_row();
  change({{"op", "flag"}, {"transaction", row}, {"disputed", true}, {"at", ago(hours(1))}});
  night();
  EXPECT_THAT(found_, HasSubstr("disputed"));
  EXPECT_EQ(one("SELECT is_disputed FROM transactions WHERE id = '" + row + "'"), "1");
  change({{"op", "flag"}, {"transaction", row}, {"disputed", false}, {"at", ago(hours(1))}});
  night();
  EXPECT_THAT(found_, HasSubstr("freed from a dispute"));
}

TEST_F(LateChange, WhatHappenedToExpensesAndNamesIsSaid) {
  const std::string paid = one(
      "SELECT e.public_id FROM expenses e JOIN accounts a USING (account) WHERE status = 'PAID' "
      "AND a.slug = 'demo-collective' ORDER BY created_at LIMIT 1");
  change({{"op", "expense"}, {"expense", paid}, {"transition", "unpay"}, {"at", ago(hours(2))}});
  change({{"op", "rename"},
          {"account", "demo-yen-collective"},
          {"slug", "demo-yen-renamed"},
          {"name", "Renamed"}});
  change({{"op", "insert"}, {"account", "demo-yen-renamed"}, {"rows", 2}});
  night();
  EXPECT_THAT(found_, HasSubstr("1 expense was marked as unpaid"));
  EXPECT_THAT(found_, HasSubstr("is now called Renamed (demo-yen-renamed)"));
  change({{"op", "expense"}, {"expense", paid}, {"transition", "pay"}, {"at", ago(hours(1))}});
  night();
  EXPECT_THAT(found_, HasSubstr("1 expense was paid again"));
}

// --- sources that are an account with its children

class AccountChange : public testing::Test {
 protected:
  AccountChange() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {
    expect_quiet_success(books_.run({"sync"}));
  }
  void change(const nlohmann::json& what) { tests::change(sandbox_, what.dump()); }

  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(AccountChange, ARenamedSourceIsSaidToBeUnknownAndGoesOnUnderItsNewName) {
  change({{"op", "rename"}, {"account", "demo-collective"}, {"slug", "demo-renamed"}});
  change({{"op", "insert"}, {"account", "demo-renamed"}, {"rows", 6}});
  const Holdings before = holdings(books_);
  expect_refusal(books_.run({"sync"}), 78,
                 {"\"demo-collective\" does not exist", "changes when the account is renamed"});
  EXPECT_EQ(holdings(books_), before);
  std::string text = read_file(books_.directory() / "bursar.toml");
  text.replace(text.find("demo-collective"), std::string("demo-collective").size(), "demo-renamed");
  books_.put("bursar.toml", text);
  expect_quiet_success(books_.run({"sync"}));
  expect_equal_ledger(sandbox_, books_.database(), "account=demo-renamed&children=1");
}

TEST_F(AccountChange, ANewChildBringsItsHistory) {
  change({{"op", "add-child"}, {"parent", "demo-collective"}, {"slug", "demo-new-project"}});
  change({{"op", "insert"},
          {"account", "demo-new-project"},
          {"rows", 30},
          {"at", "2022-05-05T05:05:05Z"}});
  change({{"op", "insert"}, {"account", "demo-new-project"}, {"rows", 4}});
  change({{"op", "add-expense"}, {"account", "demo-new-project"}, {"at", "2022-06-06T06:06:06Z"}});
  const Finished night = books_.run({"sync"});
  EXPECT_EQ(night.ended.exit_status, 0);
  EXPECT_THAT(night.errors, HasSubstr("new child account: demo-new-project"));
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
  expect_quiet_success(books_.run({"sync"}));
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

TEST_F(AccountChange, ARemovedChildDoesNotStopTheSourceAndItsRowsStay) {
  const std::string rows_of_child =
      "SELECT count(*) FROM v_transactions WHERE account_slug = 'demo-project'";
  const std::string before = query(books_.database(), rows_of_child);
  change({{"op", "delete-account"}, {"account", "demo-project"}});
  change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 6}});
  const Finished night = books_.run({"sync"});
  EXPECT_EQ(night.ended.exit_status, 0) << night.errors;
  EXPECT_THAT(night.errors, HasSubstr("was removed on the platform; what is stored of it is kept"));
  EXPECT_EQ(query(books_.database(), rows_of_child), before);
  expect_ledger_within(sandbox_, books_.database(), ledger_of_collective);
  expect_quiet_success(books_.run({"sync"}));
}

TEST_F(AccountChange, TheRowsOfAMergedChildAreFollowedIntoTheOtherAccount) {
  const std::string rows_of_child =
      "SELECT count(*) FROM v_transactions WHERE account_slug LIKE 'demo-project%'";
  EXPECT_NE(query(books_.database(), rows_of_child), "0\n");
  change({{"op", "merge"}, {"from", "demo-project"}, {"into", "demo-yen-collective"}});
  const Finished night = books_.run({"sync"});
  EXPECT_EQ(night.ended.exit_status, 0) << night.errors;
  EXPECT_THAT(night.errors, HasSubstr("was merged into demo-yen-collective"));
  EXPECT_EQ(query(books_.database(), rows_of_child), "0\n");
  expect_ledger_within(sandbox_, books_.database(), ledger_of_collective);
  expect_quiet_success(books_.run({"sync"}));
}

TEST_F(AccountChange, RowsThatComeAndMoveUnderAChildAreFollowed) {
  const auto made = nlohmann::json::parse(
      tests::change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 2})"));
  expect_quiet_success(books_.run({"sync"}));
  change({{"op", "move-row"},
          {"transaction", made.at("rows").at(0)},
          {"to", "demo-project"},
          {"host", "demo-host"}});
  expect_quiet_success(books_.run({"sync"}));
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

}  // namespace
}  // namespace bursar::tests
