// `bursar report html` on a host's books: its figures are those of `bursar reconcile` and of what
// was handed over, and a browser without a network shows them.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "../unit/page/html_reading.hpp"
#include "demo_world.hpp"
#include "expectations.hpp"
#include "importers/importer_driver.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Rows = std::vector<std::vector<std::string>>;
using testing::HasSubstr;
using testing::Not;

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

// Books that were pulled, handed over, corrected and proven: once, for all tests.
struct Year {
  Year() : sandbox(demo_world()), books(sandbox, "host = \"demo-host\"", profiles) {
    expect_quiet_success(books.run({"sync"}));
    expect_quiet_success(books.run({"export", "-q"}));
    change(sandbox, R"({"op": "amend", "account": "demo-collective", "kind": "EXPENSE",
                        "index": 5, "amount": -4321})");
    expect_quiet_success(books.run({"sync", "--deep"}));
    expect_quiet_success(books.run({"export", "-q"}));
    proven = books.run({"--json", "reconcile"});
    EXPECT_EQ(proven.ended.exit_status, 0) << proven.output << proven.errors;
    expect_quiet_success(books.run({"report", "html", "--period", "all", "--to", file().string()}));
    page = read_file(file());
  }
  [[nodiscard]] fs::path file() const { return books.directory() / "books.html"; }

  SandboxProcess sandbox;
  Installation books;
  Finished proven;
  std::string page;
};

class HtmlReport : public testing::Test {
 protected:
  static void SetUpTestSuite() { year_ = std::make_unique<Year>(); }
  static void TearDownTestSuite() { year_.reset(); }

  static Rows table(const std::string& caption) { return page::table_rows(year_->page, caption); }
  static std::string plain(const std::string& cell) {
    std::string text;
    bool inside = false;
    for (const char c : cell) {
      if (c == '<') inside = true;
      if (!inside) text += c;
      if (c == '>') inside = false;
    }
    return text;
  }
  // "-18.50" is -1850.
  static std::int64_t hundredths(std::string decimal) {
    decimal.erase(decimal.find('.'), 1);
    return std::stoll(decimal);
  }
  static std::string decimal_or_dash(const json& value) {
    return value.is_null() ? "\u2013" : value.get<std::string>();
  }

  static std::unique_ptr<Year> year_;
};
std::unique_ptr<Year> HtmlReport::year_;

TEST_F(HtmlReport, BalancesAreThoseOfReconcile) {
  const Rows rows = table("source-1-reconciliation-balances");
  const auto balances = events(year_->proven, "balance");
  ASSERT_EQ(rows.size(), balances.size() + 1);
  for (std::size_t i = 0; i < balances.size(); ++i) {
    const json& balance = balances[i];
    const std::vector<std::string>& row = rows[i + 1];
    EXPECT_EQ(plain(row[0]), balance.at("slug"));
    EXPECT_EQ(row[1], balance.at("currency"));
    EXPECT_EQ(row[2], std::to_string(balance.at("rows").get<std::int64_t>()));
    EXPECT_EQ(row[3], balance.at("stored_at_date"));
    EXPECT_EQ(row[4], decimal_or_dash(balance.at("platform_at_date")));
    EXPECT_EQ(row[5], balance.at("stored_now"));
    EXPECT_EQ(row[6], decimal_or_dash(balance.at("platform_now")));
  }
  EXPECT_THAT(year_->page, HasSubstr("Agrees to the cent"));
  EXPECT_THAT(year_->page, Not(HasSubstr("came or changed since")));
}

TEST_F(HtmlReport, ProfilesAreThoseOfReconcile) {
  const Rows rows = table("source-1-reconciliation-books");
  const auto lines = events(year_->proven, "handed_over");
  ASSERT_EQ(rows.size(), lines.size() + 1);
  const std::vector<std::string> members{"profile", "currency", "stored",  "issued",    "caught_up",
                                         "held",    "waiting",  "outside", "difference"};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      EXPECT_EQ(rows[i + 1][m], lines[i].at(members[m])) << members[m];
    }
  }
  const Rows differences = table("source-1-reconciliation-differences");
  EXPECT_EQ(differences.size(), events(year_->proven, "difference").size() + 1);
}

TEST_F(HtmlReport, ATrialBalanceIsWhatWasHandedOver) {
  std::map<std::string, std::int64_t> shown;
  for (const auto& row : table("source-1-ledger-1-table")) {
    if (row[0] == "Ledger account" || row[0] == "All accounts") continue;
    EXPECT_EQ(hundredths(row[5]), hundredths(row[2]) + hundredths(row[3]) - hundredths(row[4]));
    shown[plain(row[0]) + "\t" + row[1]] += hundredths(row[5]);
  }
  std::string lines;
  for (const auto& [place, balance] : shown) lines += place + "\t" + std::to_string(balance) + "\n";
  EXPECT_EQ(lines, query(year_->books.database(),
                         "SELECT account, currency, sum(hundredths) FROM v_export_lines "
                         "WHERE profile = 'journal' GROUP BY 1, 2 ORDER BY 1, 2"));
  EXPECT_GT(shown.size(), 5U);
}

// What is stored, added up by month and kind of movement, comes to what reconcile compared.
TEST_F(HtmlReport, TheHistoryEndsInTheBalancesOfReconcile) {
  std::map<std::string, std::int64_t> closing;
  for (const std::string currency : {"USD", "EUR"}) {
    const std::string caption = "source-1-history-" + currency + "-accounts";
    if (year_->page.find("\"" + caption + "\"") == std::string::npos) continue;
    for (const auto& row : table(caption)) {
      const auto slug = row[0].find("<small>");
      if (slug == std::string::npos) continue;
      closing[plain(row[0].substr(slug)) + " " + currency] = hundredths(row[5]);
    }
  }
  std::map<std::string, std::int64_t> rounding;
  for (const json& difference : events(year_->proven, "difference")) {
    if (difference.at("code") != "tax-rounding") continue;
    rounding[difference.at("slug").get<std::string>()] =
        hundredths(difference.at("amount").get<std::string>());
  }
  int compared = 0;
  for (const json& balance : events(year_->proven, "balance")) {
    if (balance.at("state") != "agrees" || balance.at("rows") == 0) continue;
    const std::string slug = balance.at("slug");
    const auto found = closing.find(slug + " " + balance.at("currency").get<std::string>());
    ASSERT_NE(found, closing.end()) << balance.dump();
    EXPECT_EQ(found->second + rounding[slug],
              hundredths(balance.at("stored_now").get<std::string>()))
        << slug;
    ++compared;
  }
  EXPECT_GT(compared, 2);
}

TEST_F(HtmlReport, ACorrectionIsListedLineByLine) {
  std::map<std::string, std::int64_t> sums;
  for (const auto& row : table("source-1-corrections-table")) {
    if (row[1] == "journal") sums[row[4]] += hundredths(row[6]);
  }
  EXPECT_EQ(sums["replacement"], 4321);
  EXPECT_LT(sums["reversal"], 0);
}

// What goes from one account of a host to another is recorded for both. What the host added to its
// own account has one row, and is no transfer.
TEST_F(HtmlReport, WhatStaysWithinTheBooksComesToNothing) {
  const Rows months = table("source-1-history-USD-months");
  EXPECT_NE(months.back()[1], "0.00");
  EXPECT_EQ(months.back()[3], "0.00");
  for (const auto& row : table("source-1-ledger-1-table")) {
    if (plain(row[0]) == "Interfund:Transfers") {
      EXPECT_EQ(row[5], "0.00");
    }
  }
}

TEST_F(HtmlReport, IsAPrivateFileThatIsReplacedWhole) {
  struct stat status {};
  ASSERT_EQ(::stat(year_->file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const Finished again = year_->books.run(
      {"--json", "report", "html", "--period", "2020", "--to", year_->file().string()});
  EXPECT_EQ(events(again, "report_page").at(0).at("last"), "2020-12-31") << again.errors;
  const std::string shorter = read_file(year_->file());
  page::expect_balanced(shorter);
  EXPECT_THAT(shorter, HasSubstr("2020-01-01 to 2020-12-31"));
  const Finished shown = year_->books.run({"report", "html", "--to", "-"});
  EXPECT_EQ(shown.ended.exit_status, 0) << shown.errors;
  page::expect_balanced(shown.output);
  expect_refusal(year_->books.run({"report", "html", "--period", "1999"}), 64,
                 {"1999", "nothing is stored of it"});
}

TEST_F(HtmlReport, ABrowserWithoutANetworkShowsIt) {
  if (missing("command -v chromium", "chromium")) GTEST_SKIP();
  const fs::path copy = year_->books.directory() / "shown.html";
  year_->books.put("shown.html", year_->page);
  const Understood seen =
      drive("open_with_chromium", {copy.string(), year_->books.directory().string()});
  EXPECT_EQ(seen.exit_status, 0) << seen.errors;
  const auto tables = page::attribute_values(year_->page, "role");
  EXPECT_THAT(seen.output, HasSubstr("title: Ledger report: books"));
  EXPECT_THAT(
      seen.output,
      HasSubstr("tables: " + std::to_string(std::count(tables.begin(), tables.end(), "region"))));
  EXPECT_THAT(
      seen.output,
      HasSubstr("charts: " + std::to_string(std::count(tables.begin(), tables.end(), "img"))));
  EXPECT_THAT(seen.output, HasSubstr("light: on #fcfbf8\ndark: on #14181b\npaper: some sheets\n"));
}

}  // namespace
}  // namespace bursar::tests
