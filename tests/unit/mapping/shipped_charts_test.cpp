#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "ledger/journal_line.hpp"
#include "ledger/side.hpp"
#include "mapping/chart.hpp"
#include "small_chart.hpp"

namespace bursar::mapping {
namespace {

using ledger::Fund;
using ledger::Side;
using ledger::TaxMode;
using sample::Asked;
using testing::ElementsAre;
using testing::HasSubstr;

// Every kind that the platform has (F 5.5).
constexpr std::string_view kinds[] = {"CONTRIBUTION",
                                      "ADDED_FUNDS",
                                      "BALANCE_TRANSFER",
                                      "EXPENSE",
                                      "PREPAID_PAYMENT_METHOD",
                                      "HOST_FEE",
                                      "HOST_FEE_SHARE",
                                      "HOST_FEE_SHARE_DEBT",
                                      "PLATFORM_TIP",
                                      "PLATFORM_TIP_DEBT",
                                      "APPLICATION_FEE",
                                      "PAYMENT_PROCESSOR_FEE",
                                      "PAYMENT_PROCESSOR_COVER",
                                      "PAYMENT_PROCESSOR_DISPUTE_FEE",
                                      "TAX",
                                      "PLATFORM_FEE"};
constexpr std::string_view expense_types[] = {
    "",           "INVOICE",         "RECEIPT",      "CHARGE",          "GRANT",
    "SETTLEMENT", "FUNDING_REQUEST", "UNCLASSIFIED", "PLATFORM_BILLING"};

TEST(ShippedCharts, AreFourThatCanBeRead) {
  EXPECT_THAT(shipped_charts(),
              ElementsAre("collective", "eu-host-liability", "us-host", "vat-association"));
  for (const std::string& name : shipped_charts()) {
    const Chart chart = load_chart(name);
    EXPECT_NE(chart.about(), "") << name;
    for (const TaxMode mode :
         {TaxMode::none, TaxMode::lines, TaxMode::codes_exclusive, TaxMode::codes_inclusive}) {
      EXPECT_EQ(chart.missing_for(mode), std::nullopt) << name;
    }
  }
}

TEST(ShippedCharts, LetNothingFallOnSuspense) {
  for (const std::string& name : shipped_charts()) {
    const Chart chart = load_chart(name);
    for (const std::string_view kind : kinds) {
      for (const std::string_view type : expense_types) {
        for (const Side side : {Side::received, Side::given}) {
          for (const Fund fund : {Fund::own, Fund::operational, Fund::managed, Fund::platform}) {
            for (const bool internal : {false, true}) {
              Asked line = sample::asked(kind, side);
              line.facts.fund = fund;
              line.facts.internal = internal;
              if (ledger::main_kind_rank(kind) >= 0) line.facts.expense_type = type;
              EXPECT_FALSE(line.coded_by(chart).unmapped) << name << " " << kind << " " << type;
            }
          }
        }
      }
    }
  }
}

// Each rule is there for a line that exists.
TEST(ShippedCharts, HaveNoRuleThatNoLineFits) {
  for (const std::string& name : shipped_charts()) {
    const Chart chart = load_chart(name);
    RuleHits hits(chart.rule_count());
    for (const std::string_view kind : kinds) {
      for (const std::string_view type : expense_types) {
        for (const std::string_view category : {"", "6000", "6100", "6200"}) {
          for (const int bits : {0, 1, 2, 3, 4, 5, 6, 7}) {
            Asked line = sample::asked(kind, (bits & 1) != 0 ? Side::received : Side::given);
            line.facts.internal = (bits & 2) != 0;
            line.facts.fund = (bits & 4) != 0 ? Fund::operational : Fund::managed;
            if (kind == "PLATFORM_TIP") line.facts.fund = Fund::platform;
            line.facts.description = category == "6000" ? "Train tickets" : "Hosting";
            line.facts.tags = category == "6100" ? R"(["hosting"])" : "";
            line.facts.tax_type = category == "6200" ? "VAT" : "";
            if (ledger::main_kind_rank(kind) >= 0) {
              line.facts.expense_type = type;
              line.facts.category = category;
            }
            (void)line.coded_by(chart, nullptr, &hits);
          }
        }
      }
    }
    for (std::size_t i = 0; i < hits.size(); ++i) {
      EXPECT_GT(hits[i], 0U) << chart.rule(i).where << " " << chart.rule(i).about;
    }
  }
}

TEST(ShippedCharts, OfAHostThatOwesItsCollectivesTheirMoneyTakesVatOutOfItsFees) {
  const Chart chart = load_chart("eu-host-liability");
  Asked fee = sample::asked("HOST_FEE");
  fee.facts.internal = true;
  fee.facts.fund = Fund::operational;
  fee.line.posting.amount = {1850, ledger::Currency::parse("EUR").value()};
  const ledger::Coding income = fee.coded_by(chart);
  EXPECT_EQ(income.account, "4000");
  EXPECT_EQ(income.tax_code, "S21");
  const auto booked = ledger::book(fee.line, 0, income, chart.tax_booking(TaxMode::lines));
  ASSERT_EQ(booked.size(), 2U);
  EXPECT_EQ(booked[0].gl_amount, -1529);
  EXPECT_EQ(booked[1].gl_amount, -321);
  EXPECT_EQ(booked[1].account, "1776");
  fee.facts.fund = Fund::managed;
  EXPECT_EQ(fee.coded_by(chart).account, "1600");
  EXPECT_FALSE(fee.coded_by(chart).included_vat);
}

TEST(ShippedCharts, AreSuggestedWhereANameIsMisspelt) {
  try {
    (void)chart_text("us-hots");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("did you mean \"us-host\"?"));
    EXPECT_THAT(error.next_step(), HasSubstr("vat-association"));
  }
  EXPECT_THROW((void)chart_text("./no-such.toml"), Error);
}

}  // namespace
}  // namespace bursar::mapping
