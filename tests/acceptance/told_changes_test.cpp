// What a night finds besides new rows is said in a bookkeeper's words, and by `bursar status`
// later.
#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
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

class ToldChange : public testing::Test {
 protected:
  ToldChange()
      : sandbox_(demo_world()),
        books_(sandbox_, "host = \"demo-host\"",
               "[profile.journal]\nsource = \"books\"\nlayout = \"quickbooks-journal\"\n"
               "chart = \"us-host\"\ndirectory = \".\"\nstart = \"2019-01-01\"\n") {
    expect_quiet_success(books_.run({"sync"}));
    EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  }
  void change(const json& what) { tests::change(sandbox_, what.dump()); }
  std::string one(const std::string& sql) {
    std::string text = query(books_.database(), sql);
    if (!text.empty()) text.pop_back();
    return text;
  }
  // The expenses, exported or not, that are given another category.
  void recategorise(const std::string& condition, int number) {
    std::istringstream expenses(
        query(books_.database(),
              "SELECT e.public_id FROM expenses e JOIN accounts a USING (account) LEFT JOIN "
              "accounting_categories c USING (category) WHERE a.slug = 'demo-collective' "
              "AND c.code IS NOT '6999' AND " +
                  condition + " ORDER BY e.created_at LIMIT " + std::to_string(number)));
    int changed = 0;
    for (std::string expense; expenses >> expense; ++changed) {
      change({{"op", "categorize-expense"},
              {"expense", expense},
              {"host", "demo-host"},
              {"category", "6999"}});
    }
    EXPECT_EQ(changed, number);
  }
  void expect_told(const std::vector<std::string>& sentences) {
    const Finished night = books_.run({"--json", "sync"});
    EXPECT_EQ(night.ended.exit_status, 0) << night.errors;
    std::string found;
    for (const auto& finding : events(night, "finding")) {
      found += finding.at("sentence").get<std::string>() + "\n";
    }
    const std::string status = books_.run({"status"}).output;
    for (const std::string& sentence : sentences) {
      EXPECT_THAT(found, HasSubstr(sentence + "\n"));
      EXPECT_THAT(status, HasSubstr(sentence + "\n"));
    }
  }

  // As a kill leaves it between the last page and the telling.
  void recategorise_three_by_a_killed_sync() {
    change({{"op", "add-category"}, {"host", "demo-host"}, {"code", "6999"}, {"name", "Odds"}});
    expect_quiet_success(books_.run({"sync"}));
    recategorise(exported, 3);
    expect_quiet_success(books_.run({"sync"}));
    SQLite::Database(books_.database().string(), SQLite::OPEN_READWRITE)
        .exec(
            "DELETE FROM run_findings WHERE run = (SELECT max(run) FROM runs); UPDATE runs SET "
            "ended_at = NULL, exit_status = NULL WHERE run = (SELECT max(run) FROM runs)");
  }

  static constexpr const char* exported =
      "EXISTS (SELECT 1 FROM transactions t JOIN export_units u ON u.row = t.row JOIN export_lines "
      "l ON l.unit = u.unit WHERE t.expense = e.public_id AND l.entry IS NOT NULL)";

  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(ToldChange, OfExpensesSaysHowManyWereExported) {
  change({{"op", "add-category"}, {"host", "demo-host"}, {"code", "6999"}, {"name", "Odds"}});
  expect_quiet_success(books_.run({"sync"}));
  recategorise(exported, 3);
  expect_told({"3 expenses were re-categorised after export"});
  recategorise(exported, 2);
  recategorise(std::string("NOT ") + exported, 1);
  expect_told({"3 expenses were re-categorised, 2 of them after export"});
}

TEST_F(ToldChange, OfCategoriesReviewsAndAmountsIsSaid) {
  change({{"op", "add-category"}, {"host", "demo-host"}, {"code", "6999"}, {"name", "Odds"}});
  expect_quiet_success(books_.run({"sync"}));
  const std::string row = one(
      "SELECT t.id FROM transactions t JOIN export_units u ON u.row = t.row JOIN export_lines l "
      "ON l.unit = u.unit AND l.entry IS NOT NULL WHERE t.kind = 'CONTRIBUTION' "
      "AND t.direction = 'CREDIT' AND t.contribution IS NOT NULL ORDER BY t.created_at LIMIT 1");
  change({{"op", "rename-category"},
          {"host", "demo-host"},
          {"category", "6999"},
          {"code", "6998"},
          {"name", "Ends"}});
  change({{"op", "flag"}, {"transaction", row}, {"inReview", true}, {"at", ago(hours(1))}});
  expect_told({"the category 6999 Odds is now called 6998 Ends"});
  EXPECT_EQ(one("SELECT is_in_review FROM transactions WHERE id = '" + row + "'"), "1");
  change({{"op", "remove-category"}, {"host", "demo-host"}, {"category", "6998"}});
  change({{"op", "flag"}, {"transaction", row}, {"inReview", false}, {"at", ago(hours(1))}});
  change({{"op", "amend"}, {"transaction", row}, {"amount", 77'700}});
  expect_told({"the category 6998 Ends was removed"});
  EXPECT_EQ(one("SELECT is_in_review FROM transactions WHERE id = '" + row + "'"), "0");
}

TEST_F(ToldChange, OfARunThatWasKilledIsSaidByTheNext) {
  recategorise_three_by_a_killed_sync();
  expect_told({"3 expenses were re-categorised after export"});
}

TEST_F(ToldChange, OfARunThatWasKilledWasForgottenWhenAnExportCameBetween) {
  recategorise_three_by_a_killed_sync();
  EXPECT_EQ(books_.run({"export", "-q"}).ended.exit_status, 0);
  expect_told({"3 expenses were re-categorised after export"});
}

}  // namespace
}  // namespace bursar::tests
