#include "page/report_page.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "html_reading.hpp"
#include "sample_report.hpp"

namespace bursar::page {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::int64_t hundredths(std::string decimal) {
  decimal.erase(decimal.find('.'), 1);
  return std::stoll(decimal);
}

// What a column comes to over some rows.
std::int64_t sum(const std::vector<std::vector<std::string>>& rows, std::size_t column,
                 std::size_t first, std::size_t end) {
  std::int64_t total = 0;
  for (std::size_t i = first; i < end; ++i) total += hundredths(rows[i].at(column));
  return total;
}

TEST(ReportPage, IsWellFormedWhateverThereIs) {
  Report nothing;
  Report bare = sample_report();
  bare.sources = {SourceSection{}};
  Report several = sample_report({{"EUR", "USD", "JPY"}, 30, 36});
  several.sources.push_back(sample_source({}));
  for (const Report& report : {nothing, bare, sample_report({{"EUR"}, 1, 1}), several}) {
    expect_balanced(report_page(report));
  }
}

TEST(ReportPage, NeedsNothingElse) {
  const std::string page = report_page(sample_report());
  for (const char* outside : {"http:", "https:", "<script", "<link", "<img", "src=", "@import",
                              "<iframe", "<object", "url(//", "url(\""}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;"));
}

TEST(ReportPage, HasNamesForEverythingThatIsNamed) {
  Report report = sample_report({{"EUR", "USD"}, 3, 3});
  report.sources.push_back(sample_source({}));
  const std::string page = report_page(report);
  const std::vector<std::string> ids = attribute_values(page, "id");
  const std::set<std::string> known(ids.begin(), ids.end());
  EXPECT_EQ(known.size(), ids.size()) << "an id is there twice";
  for (const std::string& names : attribute_values(page, "aria-labelledby")) {
    for (std::size_t at = 0; at < names.size();) {
      const std::size_t end = std::min(names.find(' ', at), names.size());
      EXPECT_TRUE(known.contains(names.substr(at, end - at))) << names;
      at = end + 1;
    }
  }
  for (const std::string& target : attribute_values(page, "href")) {
    EXPECT_TRUE(known.contains(target.substr(1))) << target;
  }
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<main>"));
}

TEST(ReportPage, TotalsAreThoseOfTheRows) {
  const SampleShape shape{{"EUR"}, 5, 7};
  const std::string page = report_page(sample_report(shape));
  const auto months = table_rows(page, "source-1-history-EUR-months");
  ASSERT_EQ(months.size(), 10U);  // head, before, seven months, whole period
  for (const std::size_t column : {1U, 2U, 3U, 4U}) {
    EXPECT_EQ(sum(months, column, 2, 9), hundredths(months[9][column]));
  }
  EXPECT_EQ(hundredths(months[1][5]) + hundredths(months[9][4]), hundredths(months[9][5]));
  const auto accounts = table_rows(page, "source-1-history-EUR-accounts");
  ASSERT_EQ(accounts.size(), 7U);
  for (const std::size_t column : {1U, 2U, 3U, 4U, 5U}) {
    EXPECT_EQ(sum(accounts, column, 1, 6), hundredths(accounts[6][column]));
  }
  EXPECT_EQ(accounts[6][5], months[9][5]) << "balances at the end, by account and by month";
}

TEST(ReportPage, ATrialBalanceAddsUp) {
  const std::string page = report_page(sample_report());
  const auto rows = table_rows(page, "source-1-ledger-1-table");
  EXPECT_THAT(rows[2],
              ElementsAre("<bdi>Travel</bdi>", "EUR", "1200.00", "3456.78", "0.00", "4656.78"));
  for (const std::size_t column : {2U, 3U, 4U, 5U}) {
    EXPECT_EQ(sum(rows, column, 1, rows.size() - 1), hundredths(rows.back()[column]));
  }
  EXPECT_EQ(rows.back()[5], "0.00");
}

TEST(ReportPage, HostileNamesStayNames) {
  Report report = sample_report();
  const std::string name = "</td><script>alert('x')</script><img src=x onerror=\"y\">\u202E";
  SourceSection& source = report.sources[0];
  source.account = name;
  source.history[0].accounts[0].name = name;
  source.ledgers[0].accounts[0].account = name;
  source.reconciled->balances.lines[0].account = name;
  source.unmapped.lines[0].description = name;
  source.corrections.lines.lines[0].description = name;
  source.open_items.items.lines[0].payee = name;
  report.runs[1].errors = name;
  report.findings[0].sentence = name;
  const std::string page = report_page(report);
  expect_balanced(page);
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("\u202E")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
}

// One long word made the table of open items wider than the page.
TEST(ReportPage, AStatusMayTakeTwoLines) {
  Report report = sample_report();
  report.sources[0].open_items.items.lines[0].status = "SCHEDULED_FOR_PAYMENT";
  const auto rows = table_rows(report_page(report), "source-1-open-items-table");
  EXPECT_EQ(rows.at(1).at(5), "SCHEDULED FOR PAYMENT");
}

TEST(ReportPage, SaysWhenFiguresAreOlderThanTheRows) {
  Report report = sample_report();
  EXPECT_THAT(report_page(report), Not(HasSubstr("came or changed since")));
  report.sources[0].reconciled->rows_since = 4;
  EXPECT_THAT(report_page(report), HasSubstr("4 rows came or changed since"));
  report.sources[0].reconciled.reset();
  EXPECT_THAT(report_page(report), HasSubstr("Never compared"));
}

TEST(ReportPage, WhatThePlatformItselfHasWrongIsShownAndIsNoDifferenceOfTheBooks) {
  Report report = sample_report();
  DifferenceLine broken;
  broken.code = "pair-differs";
  broken.amount = {40, currency("EUR")};
  broken.theirs = true;
  report.sources[0].reconciled->differences = {broken};
  const std::string page = report_page(report);
  EXPECT_THAT(page, HasSubstr("The platform\u2019s own"));
  EXPECT_THAT(page, HasSubstr("Agrees to the cent"));
}

TEST(ReportPage, WhatIsWrongIsSaidAtAGlance) {
  Report report = sample_report();
  report.runs[0].exit_status = 75;
  report.sources[0].reading.transactions_until = at("2026-11-20T00:00:00Z");
  report.sources[0].books[0].difference = -100;
  report.sources[0].reconciled->differences = {{"platform-differs",
                                                "",
                                                "collective-1",
                                                {-100, currency("EUR")},
                                                "2026-03",
                                                "EXPENSE",
                                                "1 rows there, 0 stored",
                                                false,
                                                true}};
  const std::string page = report_page(report);
  for (const char* words :
       {"Exit status 75", "Behind", "Differs", "1 difference remains", "1 line"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
}

}  // namespace
}  // namespace bursar::page
