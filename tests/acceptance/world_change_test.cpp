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
