#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {

using nlohmann::json;

// A stored row as a difference is to name it.
struct Row {
  std::int64_t row = 0;
  std::string slug;
  std::string month;
  std::string kind;
  std::string net;  // "12.50"
};

// A store after a first sync, with the means to damage it and to hear what the program says of it.
class Reconcile : public testing::Test {
 protected:
  explicit Reconcile(const std::string& source = "account = \"demo-collective\"",
                     const std::string& more = {})
      : sandbox_(demo_world()), books_(sandbox_, source, more) {
    expect_quiet_success(books_.run({"sync"}));
  }

  // The n-th of the rows that move money and meet the condition; `t` is the row.
  Row pick(const std::string& condition, int n = 0) {
    SQLite::Database database(books_.database().string());
    SQLite::Statement select(
        database,
        fmt::format("SELECT t.row, t.account_slug, substr(t.created_at, 1, 7), "
                    "coalesce(t.kind, 'none'), t.host_net_amount "
                    "FROM v_transactions t JOIN transactions r ON r.row = t.row "
                    "WHERE r.host_net_amount <> 0 AND {} ORDER BY t.row LIMIT 1 OFFSET {}",
                    condition, n));
    Row row;
    if (!select.executeStep()) {
      ADD_FAILURE() << "no row where " << condition;
      return row;
    }
    row.row = select.getColumn(0).getInt64();
    row.slug = select.getColumn(1).getString();
    row.month = select.getColumn(2).getString();
    row.kind = select.getColumn(3).getString();
    row.net = select.getColumn(4).getString();
    return row;
  }

  // Changes the database behind the program's back.
  void plant(const std::string& sql) {
    SQLite::Database database(books_.database().string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA foreign_keys = OFF");
    database.exec(sql);
  }
  void lose(const Row& row) {
    plant(fmt::format("DELETE FROM transactions WHERE row = {}", row.row));
  }
  void alter(const Row& row, int cents) {
    plant(
        fmt::format("UPDATE transactions SET host_amount = host_amount + {0}, "
                    "host_net_amount = host_net_amount + {0} WHERE row = {1}",
                    cents, row.row));
  }
  void duplicate(const Row& row) {
    plant(
        fmt::format("CREATE TEMP TABLE copied AS SELECT * FROM transactions WHERE row = {};"
                    "UPDATE copied SET row = (SELECT max(row) + 1 FROM main.transactions), "
                    "id = 'deadbeef' || substr(id, 9), legacy_id = legacy_id + 1000000;"
                    "INSERT INTO transactions SELECT * FROM copied; DROP TABLE copied",
                    row.row));
  }

  void hide(const Row& row) {
    plant(fmt::format("UPDATE transactions SET tombstoned_at = 1 WHERE row = {}", row.row));
  }
  // Into the month after the next.
  void date_later(const Row& row) {
    plant(fmt::format(
        "UPDATE transactions SET created_at = created_at + 62 * 86400000 WHERE row = {}", row.row));
  }
  void rename_kind(const Row& row) {
    plant(fmt::format("UPDATE transactions SET kind = 'PREPAID_PAYMENT_METHOD' WHERE row = {}",
                      row.row));
  }

  Finished reconcile(int expected_status) {
    const Finished finished = books_.run({"--json", "reconcile"});
    EXPECT_EQ(finished.ended.exit_status, expected_status) << finished.output << finished.errors;
    return finished;
  }

  // The differences that are something wrong, or were.
  static std::vector<json> wrongs(const Finished& finished) {
    std::vector<json> found = events(finished, "difference");
    std::erase_if(found, [](const json& difference) {
      return difference.at("remains") == false && difference.at("repaired") == false;
    });
    return found;
  }

  static void expect_named(const json& difference, const Row& row, const std::string& amount) {
    EXPECT_EQ(difference.at("slug"), row.slug);
    EXPECT_EQ(difference.at("month"), row.month);
    EXPECT_EQ(difference.at("kind"), row.kind);
    EXPECT_EQ(difference.at("amount"), amount);
  }

  // A fault in the store: found where it was planted.
  void expect_healed(const Row& row, const std::string& amount) {
    const std::vector<json> found = wrongs(reconcile(0));
    ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
    EXPECT_EQ(found[0].at("code"), "platform-differs");
    EXPECT_EQ(found[0].at("repaired"), true);
    expect_named(found[0], row, amount);
  }
  // The balance of today is right: one month has too little, a later one too much.
  void expect_healed_in_two_months(const Row& row) {
    const std::vector<json> found = wrongs(reconcile(0));
    ASSERT_EQ(found.size(), 2U) << json(found).dump(1);
    EXPECT_EQ(found[0].at("code"), "running-balance");
    expect_named(found[0], row, row.net);
    EXPECT_EQ(found[1].at("kind"), row.kind);
    EXPECT_EQ(found[1].at("amount"), negative(row.net));
    for (const json& difference : found) EXPECT_EQ(difference.at("repaired"), true);
  }
  // All balances are right: one kind has too little, another too much. Reports are of the account
  // with its children.
  void expect_healed_in_two_kinds(const Row& row) {
    const std::vector<json> found = wrongs(reconcile(0));
    ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
    EXPECT_EQ(found[0].at("code"), "platform-differs");
    EXPECT_EQ(found[0].at("slug"), "demo-collective");
    EXPECT_EQ(found[0].at("month"), row.month);
    EXPECT_EQ(found[0].at("repaired"), true);
    for (const std::string& kind : {row.kind, std::string("PREPAID_PAYMENT_METHOD")}) {
      EXPECT_NE(found[0].at("kind").get<std::string>().find(kind), std::string::npos) << found[0];
    }
  }
  // The view knows nothing of rows that were inserted a month ago.
  void expect_lag_recognised(int seed) {
    change(sandbox_, R"({"op": "freeze-views"})");
    const json backdated{{"op", "insert"},
                         {"account", "demo-collective"},
                         {"seed", seed},
                         {"at", ago(std::chrono::hours(700))}};
    change(sandbox_, backdated.dump());
    expect_quiet_success(books_.run({"sync", "--deep", "-q"}));
    const Finished finished = reconcile(0);
    EXPECT_EQ(wrongs(finished).size(), 0U);
    EXPECT_EQ(events(finished, "difference").at(0).at("code"), "view-lag");
    EXPECT_EQ(events(finished, "reconciled").at(0).at("read_again"), 0);
    change(sandbox_, R"({"op": "refresh-views"})");
  }
  // And gone when the program has ended.
  void expect_found_and_healed(const Row& row, const std::string& amount) {
    expect_healed(row, amount);
    EXPECT_EQ(wrongs(reconcile(0)).size(), 0U) << "repaired, but found again";
  }

  [[nodiscard]] static std::string negative(const std::string& amount) {
    return amount.front() == '-' ? amount.substr(1) : "-" + amount;
  }

  SandboxProcess sandbox_;
  Installation books_;
};

}  // namespace bursar::tests
