#include "overview/history.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bursar::overview {
namespace {

constexpr ledger::Key choir = 1;

store::RowSum sum(const char* kind, ledger::Direction direction, std::int64_t net) {
  store::RowSum sum;
  sum.like.account = choir;
  sum.like.kind = kind;
  sum.like.direction = direction;
  sum.net = net;
  return sum;
}

void expect_flow(const store::RowSum& sum, std::int64_t income, std::int64_t spending,
                 std::int64_t internal) {
  const page::Flow flow = flow_of(sum);
  EXPECT_EQ(flow.income, income);
  EXPECT_EQ(flow.spending, spending);
  EXPECT_EQ(flow.internal, internal);
  EXPECT_EQ(flow.income + flow.spending + flow.internal, sum.net) << "something was lost";
}

TEST(Flow, FeesTakenInsideAContributionAreSpending) {
  store::RowSum contribution = sum("CONTRIBUTION", ledger::Direction::credit, 968);
  contribution.fees = -132;
  expect_flow(contribution, 1100, -132, 0);
}

TEST(Flow, ARefundLessensWhatItRefunds) {
  store::RowSum refund = sum("CONTRIBUTION", ledger::Direction::debit, -968);
  refund.like.is_refund = true;
  refund.fees = 132;
  expect_flow(refund, -1100, 132, 0);
  store::RowSum returned = sum("EXPENSE", ledger::Direction::credit, 500);
  returned.like.is_refund = true;
  expect_flow(returned, 0, 500, 0);
}

TEST(Flow, ExpensesAndFeesAreSpending) {
  expect_flow(sum("EXPENSE", ledger::Direction::debit, -500), 0, -500, 0);
  expect_flow(sum("HOST_FEE", ledger::Direction::debit, -50), 0, -50, 0);
}

TEST(Flow, WhatStaysWithinTheBooksIsNeither) {
  store::RowSum transfer = sum("BALANCE_TRANSFER", ledger::Direction::debit, -3500);
  transfer.to_members = true;
  expect_flow(transfer, 0, 0, -3500);
}

TEST(Months, AreThoseThatThePeriodTouches) {
  const auto day = [](const char* text) { return ledger::parse_civil_date(text).value(); };
  std::vector<std::string> named;
  for (const Month& month : months_of(day("2025-11-20"), day("2026-02-03"))) {
    named.push_back(month.name + " " + ledger::format_civil_date(month.first) + " " +
                    ledger::format_civil_date(month.last));
  }
  EXPECT_THAT(named, testing::ElementsAre(
                         "2025-11 2025-11-20 2025-11-30", "2025-12 2025-12-01 2025-12-31",
                         "2026-01 2026-01-01 2026-01-31", "2026-02 2026-02-01 2026-02-03"));
  EXPECT_EQ(months_of(day("2026-02-03"), day("2026-02-03")).size(), 1U);
  EXPECT_TRUE(months_of(day("2026-02-03"), day("2026-02-02")).empty());
}

}  // namespace
}  // namespace bursar::overview
