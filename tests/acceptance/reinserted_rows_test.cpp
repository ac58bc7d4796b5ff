// Rows that the platform deletes and inserts again, or deletes and restores: what was handed over
// of them stands once, whatever their ids are by now.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <regex>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "process.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using nlohmann::json;
using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

constexpr const char* profiles = R"(
[profile.bank]
source = "books"
layout = "ofx"
books = "none"
directory = "."
start = "2019-01-01"
[profile.journal]
source = "books"
layout = "quickbooks-journal"
chart = "us-host"
directory = "."
start = "2019-01-01"
)";

class ReinsertedRow : public testing::Test {
 protected:
  ReinsertedRow() : sandbox_(demo_world()), books_(sandbox_, "host = \"demo-host\"", profiles) {
    expect_quiet_success(books_.run({"sync"}));
    // Two days old: it is dated before the day that statements end with.
    change({{"op", "insert"}, {"account", "demo-collective"}, {"rows", 2}, {"at", ago(hours(50))}});
    expect_quiet_success(books_.run({"sync"}));
    EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
    row_ =
        one("SELECT id FROM transactions WHERE kind = 'CONTRIBUTION' AND direction = 'CREDIT' "
            "ORDER BY row DESC LIMIT 1");
    EXPECT_EQ(handed_over(row_),
              one("SELECT total(host_net_amount) FROM transactions WHERE id = '" + row_ + "'"));
  }

  void change(const json& what) { tests::change(sandbox_, what.dump()); }
  std::string one(const std::string& sql) {
    std::string text = query(books_.database(), sql);
    if (!text.empty()) text.pop_back();
    return text;
  }
  // What the journal's files say of a row. Corrections in a statement wait for the next day (R16).
  std::string handed_over(const std::string& id) {
    return one(
        "SELECT -total(l.amount) FROM export_lines l JOIN export_units u ON u.unit = l.unit "
        "JOIN transactions t ON t.row = u.row WHERE l.entry IS NOT NULL AND t.id = '" +
        id + "'");
  }
  std::string lines() {
    return one(
        "SELECT (SELECT count(*) FROM statement_lines), (SELECT count(*) FROM export_lines)");
  }
  void sync_and_export() {
    const Finished night = books_.run({"sync"});
    EXPECT_EQ(night.ended.exit_status, 0) << night.errors;
    const Finished handing_over = books_.run({"export", "-q"});
    EXPECT_EQ(handing_over.ended.exit_status, 0) << handing_over.errors;
  }
  void expect_books_right() {
    EXPECT_EQ(books_.run({"reconcile", "-q"}).ended.exit_status, 0);
    EXPECT_EQ(integrity_problems(books_.database()), "");
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
    std::map<std::string, int> seen;
    const std::regex fitid("<FITID>([^<\\r\\n]+)");
    for (const auto& file : std::filesystem::directory_iterator(books_.directory())) {
      if (file.path().extension() != ".ofx") continue;
      const std::string text = read_file(file.path());
      for (std::sregex_iterator at(text.begin(), text.end(), fitid), end; at != end; ++at) {
        EXPECT_EQ(++seen[(*at)[1]], 1) << (*at)[1] << " is handed over twice";
      }
    }
    EXPECT_FALSE(seen.empty());
  }

  SandboxProcess sandbox_;
  Installation books_;
  std::string row_;  // handed over
};

TEST_F(ReinsertedRow, UnderAnotherIdIsNotHandedOverTwice) {
  const std::string before = lines();
  const std::string amount = handed_over(row_);
  const std::string key = one("SELECT row FROM transactions WHERE id = '" + row_ + "'");
  change({{"op", "reinsert-row"}, {"transaction", row_}});
  for (int night = 0; night < 3; ++night) {
    sync_and_export();
    EXPECT_EQ(lines(), before) << "in night " << night;
    if (night > 0) continue;
    const Finished status = books_.run({"status"});
    EXPECT_THAT(status.output, HasSubstr("1 contribution was inserted again under another id; what "
                                         "was handed over stands"));
  }
  const std::string id = one("SELECT id FROM transactions WHERE row = " + key);
  EXPECT_NE(id, row_);
  EXPECT_EQ(handed_over(id), amount);
  expect_books_right();

  // And a correction of it is one of what was handed over.
  change({{"op", "amend"}, {"transaction", id}, {"amount", 4'200}});
  sync_and_export();
  EXPECT_EQ(handed_over(id),
            one("SELECT total(host_net_amount) FROM transactions WHERE id = '" + id + "'"));
  expect_books_right();
}

// Both stood until the second night confirmed that the one was gone.
TEST_F(ReinsertedRow, AsOfAnotherTimeIsNotHandedOverTwiceForANight) {
  const std::string before = lines();
  const std::string amount = handed_over(row_);
  const std::string key = one("SELECT row FROM transactions WHERE id = '" + row_ + "'");
  change({{"op", "reinsert-row"}, {"transaction", row_}, {"at", ago(hours(2))}});
  for (int night = 0; night < 3; ++night) {
    sync_and_export();
    EXPECT_EQ(lines(), before) << "in night " << night;
  }
  const std::string id = one("SELECT id FROM transactions WHERE row = " + key);
  EXPECT_NE(id, row_);
  EXPECT_EQ(handed_over(id), amount);
  expect_books_right();
}

// The month that the old row was created in is counted by chance tonight or not.
TEST_F(ReinsertedRow, OfLongAgoAsOfNowIsNotHandedOverTwiceEither) {
  const std::string old =
      one("SELECT id FROM transactions WHERE kind = 'EXPENSE' AND created_at > 1600000000000 "
          "ORDER BY created_at LIMIT 1");
  const std::string before = lines();
  change({{"op", "reinsert-row"}, {"transaction", old}, {"at", ago(hours(2))}});
  for (int night = 0; night < 2; ++night) {
    sync_and_export();
    EXPECT_EQ(lines(), before) << "in night " << night;
  }
  expect_books_right();
}

// Nothing says that it is the same event, so it may be another. It waits for the night in which the
// one is confirmed to be gone, and both corrections are handed over at once.
TEST_F(ReinsertedRow, InAGroupOfItsOwnWaitsUntilTheOldOneIsConfirmedToBeGone) {
  const std::string amount = handed_over(row_);
  change(
      {{"op", "reinsert-row"}, {"transaction", row_}, {"at", ago(hours(30))}, {"ownGroup", true}});
  sync_and_export();
  const std::string again =
      one("SELECT t.id FROM transactions t JOIN transactions g ON g.contribution = t.contribution "
          "AND g.account = t.account AND g.kind = t.kind AND g.direction = t.direction "
          "WHERE g.id = '" +
          row_ + "' AND t.row > g.row");
  EXPECT_EQ(handed_over(row_), amount);
  EXPECT_EQ(handed_over(again), "0.0");
  EXPECT_THAT(books_.run({"explain", again}).output,
              HasSubstr("it, or a transaction like it that it came in place of, is missing"));
  sync_and_export();
  EXPECT_EQ(handed_over(row_), "0.0");
  EXPECT_EQ(handed_over(again), amount);
  expect_books_right();
}

// It and the one that had its place both stood until the second night confirmed that this was gone.
TEST_F(ReinsertedRow, TakesItsPlaceAgainWhereThePlatformUndoesIt) {
  const std::string before = lines();
  const std::string amount = handed_over(row_);
  change({{"op", "reinsert-row"}, {"transaction", row_}, {"at", ago(hours(4))}});
  sync_and_export();
  const std::string again =
      one("SELECT t.id FROM transactions t JOIN transaction_versions v ON v.row = t.row "
          "WHERE v.id = '" +
          row_ + "' AND t.id <> v.id");
  for (const bool back : {true, false, true}) {
    change({{"op", "delete-row"}, {"transaction", back ? again : row_}});
    change({{"op", "restore-row"}, {"transaction", back ? row_ : again}});
    sync_and_export();
    EXPECT_EQ(lines(), before);
    EXPECT_EQ(handed_over(back ? row_ : again), amount);
    const Finished status = books_.run({"status"});
    EXPECT_THAT(status.output, HasSubstr("1 contribution was inserted again under another id"));
    EXPECT_THAT(status.output, Not(HasSubstr("otherwise")));
    expect_books_right();
  }
}

// Both were in the reports until the old one was confirmed to be gone.
TEST_F(ReinsertedRow, InAGroupOfItsOwnIsInReportsOnce) {
  const std::string payment =
      one("SELECT t.id FROM transactions t WHERE t.kind = 'EXPENSE' AND t.direction = 'DEBIT' "
          "AND NOT t.is_refunded AND t.host_net_amount <> 0 AND t.host IS NOT NULL "
          "ORDER BY t.created_at DESC LIMIT 1");
  const auto payees = [&] {
    return books_.run({"report", "payees", "--period", "all", "--csv"}).output;
  };
  const std::string before = payees();
  EXPECT_FALSE(before.empty());
  change({{"op", "reinsert-row"},
          {"transaction", payment},
          {"at", ago(hours(30))},
          {"ownGroup", true}});
  for (int night = 0; night < 3; ++night) {
    sync_and_export();
    EXPECT_EQ(payees(), before) << "in night " << night;
  }
}

// As of a group of its own it had been handed over when the old one was confirmed to be gone.
TEST_F(ReinsertedRow, InAGroupOfItsOwnThatIsUndoneStandsOnceInEachNight) {
  const std::string amount = handed_over(row_);
  change(
      {{"op", "reinsert-row"}, {"transaction", row_}, {"at", ago(hours(30))}, {"ownGroup", true}});
  for (int night = 0; night < 2; ++night) sync_and_export();
  const std::string again = one("SELECT id FROM transactions ORDER BY row DESC LIMIT 1");
  ASSERT_EQ(handed_over(again), amount);
  change({{"op", "delete-row"}, {"transaction", again}});
  change({{"op", "restore-row"}, {"transaction", row_}});
  sync_and_export();
  EXPECT_EQ(handed_over(again), amount);
  EXPECT_EQ(handed_over(row_), "0.0");
  sync_and_export();
  EXPECT_EQ(handed_over(again), "0.0");
  EXPECT_EQ(handed_over(row_), amount);
  expect_books_right();
}

// Nobody had seen the row that was deleted again in any books yet.
TEST_F(ReinsertedRow, ThatIsMissedBeforeItWasHandedOverIsNeverHandedOver) {
  const std::string before = lines();
  change(
      {{"op", "reinsert-row"}, {"transaction", row_}, {"at", ago(hours(30))}, {"ownGroup", true}});
  sync_and_export();
  const std::string again = one("SELECT id FROM transactions ORDER BY row DESC LIMIT 1");
  change({{"op", "delete-row"}, {"transaction", again}});
  change({{"op", "restore-row"}, {"transaction", row_}});
  for (int night = 0; night < 2; ++night) {
    sync_and_export();
    EXPECT_EQ(lines(), before) << "in night " << night;
  }
  expect_books_right();
}

TEST_F(ReinsertedRow, LongAgoIsNotHandedOverTwiceEither) {
  const std::string old =
      one("SELECT id FROM transactions WHERE kind = 'EXPENSE' AND created_at > 1600000000000 "
          "ORDER BY created_at LIMIT 1");
  const std::string before = lines();
  change({{"op", "reinsert-row"}, {"transaction", old}});
  EXPECT_EQ(books_.run({"sync", "--deep", "-q"}).ended.exit_status, 0);
  EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  EXPECT_EQ(lines(), before);
  expect_books_right();
}

TEST_F(ReinsertedRow, RestoredUnderItsOwnIdStandsOnce) {
  const std::string amount = handed_over(row_);
  const std::string key = one("SELECT row FROM transactions WHERE id = '" + row_ + "'");
  change({{"op", "delete-row"}, {"transaction", row_}});
  for (int night = 0; night < 2; ++night) sync_and_export();
  EXPECT_EQ(handed_over(row_), "0.0");
  change({{"op", "restore-row"}, {"transaction", row_}});
  sync_and_export();
  EXPECT_EQ(handed_over(row_), amount);
  EXPECT_EQ(one("SELECT row FROM transactions WHERE id = '" + row_ + "'"), key);
  expect_books_right();
}

}  // namespace
}  // namespace bursar::tests
