// What `bursar reconcile` finds, names and heals: faults planted in the store, in the export ledger
// and in the platform's view of balances.
#include <chrono>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using nlohmann::json;
using std::chrono::hours;
using testing::HasSubstr;

// A stored row as a difference is to name it.
struct Row {
  std::int64_t row = 0;
  std::string slug;
  std::string month;
  std::string kind;
  std::string net;  // "12.50"
};

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

  Finished reconcile(int expected_status) {
    const Finished finished = books_.run({"--json", "reconcile"});
    EXPECT_EQ(finished.ended.exit_status, expected_status) << finished.output << finished.errors;
    return finished;
  }

  // The differences that are something wrong, or were.
  static std::vector<json> wrongs(const Finished& finished) {
    std::vector<json> found = events(finished, "difference");
    std::erase_if(found, [](const json& difference) {
      return difference.at("remains") == false && difference.at("healed") == false;
    });
    return found;
  }

  static void expect_named(const json& difference, const Row& row, const std::string& amount) {
    EXPECT_EQ(difference.at("slug"), row.slug);
    EXPECT_EQ(difference.at("month"), row.month);
    EXPECT_EQ(difference.at("kind"), row.kind);
    EXPECT_EQ(difference.at("amount"), amount);
  }

  // A fault in the store: found where it was planted, and gone when the program has ended.
  void expect_found_and_healed(const Row& row, const std::string& amount) {
    const std::vector<json> found = wrongs(reconcile(0));
    ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
    EXPECT_EQ(found[0].at("code"), "platform-differs");
    EXPECT_EQ(found[0].at("healed"), true);
    expect_named(found[0], row, amount);
    EXPECT_EQ(wrongs(reconcile(0)).size(), 0U) << "healed, but found again";
  }

  [[nodiscard]] static std::string negative(const std::string& amount) {
    return amount.front() == '-' ? amount.substr(1) : "-" + amount;
  }

  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(Reconcile, AgreesToTheCentAfterABackfill) {
  const Finished finished = reconcile(0);
  const auto balances = events(finished, "balance");
  EXPECT_EQ(balances.size(), 3U);  // with its project and its event
  for (const json& balance : balances) {
    EXPECT_EQ(balance.at("state"), "agrees") << balance;
    EXPECT_EQ(balance.at("stored_now"), balance.at("platform_now"));
    EXPECT_EQ(balance.at("stored_at_date"), balance.at("platform_at_date"));
  }
  EXPECT_EQ(events(finished, "reconciled").at(0).at("agrees"), true);
  EXPECT_EQ(wrongs(finished).size(), 0U);
}

TEST_F(Reconcile, ShowsATableToPeople) {
  const Finished finished = books_.run({"reconcile"});
  EXPECT_EQ(finished.ended.exit_status, 0);
  EXPECT_EQ(finished.errors, "");
  for (const char* words : {"demo-project", "stored now", "platform", "agrees",
                            "books: 3 of 3 balances are the platform's to the cent\n"}) {
    EXPECT_THAT(finished.output, HasSubstr(words));
  }
}

TEST_F(Reconcile, ALostRowIsFoundAndReadAgain) {
  const Row row = pick("t.kind = 'EXPENSE'", 20);
  lose(row);
  expect_found_and_healed(row, row.net);
}

TEST_F(Reconcile, ADoubledRowIsFoundAndTakenOut) {
  const Row row = pick("t.kind = 'CONTRIBUTION'", 40);
  duplicate(row);
  expect_found_and_healed(row, negative(row.net));
}

TEST_F(Reconcile, AnAmountThatIsNotWhatWasReadIsFoundAndReadAgain) {
  const Row row = pick("t.kind = 'HOST_FEE'", 7);
  alter(row, 1);
  expect_found_and_healed(row, "-0.01");
}

TEST_F(Reconcile, AFaultInAProjectIsNotItsParents) {
  const Row row = pick("t.account_slug = 'demo-project'", 3);
  alter(row, -250);
  expect_found_and_healed(row, "2.50");
}

TEST_F(Reconcile, EachOfFiftyPlantedFaultsIsFoundAndHealed) {
  for (int fault = 0; fault < 50 && !HasFailure(); ++fault) {
    const Row row = pick("1", fault * 8);
    SCOPED_TRACE(fmt::format("fault {} in row {}", fault, row.row));
    if (fault % 3 == 0) {
      lose(row);
      expect_found_and_healed(row, row.net);
    } else if (fault % 3 == 1) {
      duplicate(row);
      expect_found_and_healed(row, negative(row.net));
    } else {
      alter(row, 100 + fault);
      expect_found_and_healed(row, fmt::format("-{}.{:02}", (100 + fault) / 100, fault % 100));
    }
  }
  EXPECT_EQ(integrity_problems(books_.database()), "");
}

TEST_F(Reconcile, AViewThatIsBehindIsNoDifference) {
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 2})");
  expect_quiet_success(books_.run({"sync"}));
  change(sandbox_, R"({"op": "freeze-views"})");
  const json backdated{{"op", "insert"},
                       {"account", "demo-collective"},
                       {"rows", 3},
                       {"seed", 5},
                       {"at", ago(hours(50))}};
  change(sandbox_, backdated.dump());
  expect_quiet_success(books_.run({"sync"}));
  const Finished finished = reconcile(0);
  EXPECT_EQ(events(finished, "balance").at(0).at("state"), "view-lag");
  EXPECT_EQ(events(finished, "difference").at(0).at("code"), "view-lag");
  EXPECT_EQ(events(finished, "reconciled").at(0).at("read_again"), 0);

  // A fault beside it is one all the same, and not excused.
  const Row row = pick("t.kind = 'EXPENSE'", 11);
  lose(row);
  const std::vector<json> found = wrongs(reconcile(0));
  bool named = false;
  for (const json& difference : found) {
    named = named || (difference.at("month") == row.month && difference.at("amount") == row.net);
  }
  EXPECT_TRUE(named) << json(found).dump(1);
  change(sandbox_, R"({"op": "refresh-views"})");
  EXPECT_EQ(events(reconcile(0), "balance").at(0).at("state"), "agrees");
}

TEST_F(Reconcile, ASyncWarnsOfWhatItDidNotRepairItself) {
  alter(pick("t.kind = 'EXPENSE' AND t.created_at < '2020'", 1), 1234);
  const Finished night = books_.run({"sync"});
  EXPECT_EQ(night.ended.exit_status, 4);
  EXPECT_THAT(night.errors,
              HasSubstr("books: platform-differs, demo-collective: USD 12.34 too little; "
                        "`bursar reconcile books` looks for the rows"));
  expect_quiet_success(books_.run({"reconcile", "-q"}));
  expect_quiet_success(books_.run({"sync"}));
}

class ReconcileOfHost : public Reconcile {
 protected:
  ReconcileOfHost() : Reconcile("host = \"demo-host\"") {}
};

TEST_F(ReconcileOfHost, AgreesWhereAllRowsOfAnAccountAreTheHosts) {
  const Finished finished = reconcile(0);
  int other = 0;
  for (const json& balance : events(finished, "balance")) {
    const bool moved = balance.at("slug") == "demo-wandering-collective";
    EXPECT_EQ(balance.at("state"), moved ? "other-host" : "agrees") << balance;
    if (moved) ++other;
  }
  EXPECT_EQ(other, 1);
  EXPECT_GE(events(finished, "balance").size(), 8U);
  EXPECT_EQ(wrongs(finished).size(), 0U);
}

TEST_F(ReconcileOfHost, FaultsAreFoundInAccountsOfAnotherCurrency) {
  // The platform's sums by kind are converted there, so the kind is not told.
  Row row = pick("t.account_slug = 'demo-yen-collective'", 4);
  row.kind.clear();
  lose(row);
  expect_found_and_healed(row, row.net);
}

TEST_F(ReconcileOfHost, AFaultWhereBalancesCannotBeComparedShowsInTheHostsTotals) {
  const Row row = pick("t.account_slug = 'demo-wandering-collective'");
  alter(row, 777);
  const std::vector<json> found = wrongs(reconcile(0));
  ASSERT_EQ(found.size(), 1U) << json(found).dump(1);
  EXPECT_EQ(found[0].at("month"), row.month);
  EXPECT_EQ(found[0].at("amount"), "-7.77");
  EXPECT_EQ(found[0].at("healed"), true);
  EXPECT_EQ(wrongs(reconcile(0)).size(), 0U);
}

constexpr const char* profiles = R"(
[profile.bank]
source = "books"
layout = "ofx"
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

TEST_F(Reconcile, NeedsAStore) {
  const SandboxProcess sandbox(demo_world());
  const Installation fresh(sandbox, "account = \"demo-collective\"");
  expect_refusal(fresh.run({"reconcile"}), 78, {"there is no database"});
}

}  // namespace
}  // namespace bursar::tests
