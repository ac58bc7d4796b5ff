#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "world/booking.hpp"
#include "world/dump.hpp"
#include "world/generate.hpp"

namespace bursar::sandbox {
namespace {

const World& demo() {
  static const World world = generate(WorldOptions{});
  return world;
}

TEST(World, IsTheSameForTheSameSeed) {
  WorldOptions options;
  options.transactions = 800;
  const World first = generate(options);
  const World second = generate(options);
  EXPECT_EQ(dump_transactions(first, {}), dump_transactions(second, {}));
  EXPECT_EQ(dump_expenses(first, {}), dump_expenses(second, {}));
  options.seed = 2;
  EXPECT_NE(dump_transactions(generate(options), {}), dump_transactions(first, {}));
}

TEST(World, HasTheRowsItWasAskedFor) {
  EXPECT_EQ(demo().ledger.size(), WorldOptions{}.transactions);
  EXPECT_GE(demo().expenses.size(), WorldOptions{}.expenses);
}

TEST(World, ShowsEveryKindTypeAndStatus) {
  std::set<Kind> kinds;
  std::set<RefundKind> refunds;
  for (const RowNumber row : demo().ledger.all()) {
    kinds.insert(demo().ledger[row].kind);
    refunds.insert(demo().ledger[row].refund_kind);
  }
  EXPECT_EQ(kinds.size(), 17U);
  EXPECT_EQ(refunds.size(), 6U);
  std::set<ExpenseType> types;
  std::set<ExpenseStatus> statuses;
  for (ExpenseId id = 1; id <= demo().expenses.size(); ++id) {
    types.insert(demo().expenses[id].type);
    statuses.insert(demo().expenses[id].status);
  }
  EXPECT_EQ(types.size(), 8U);
  EXPECT_EQ(statuses.size(), 13U);
}

/// F 5.2.2 and F 5.3: signs, the host amount, and the net in the row's own currency.
TEST(World, RowsKeepThePlatformsIdentities) {
  for (const RowNumber number : demo().ledger.all()) {
    const TransactionRow& row = demo().ledger[number];
    EXPECT_EQ(row.credit, row.amount >= 0) << number;
    const auto host_amount = platform_round(row.amount * row.fx, row.host_currency);
    EXPECT_NEAR(static_cast<double>(row.host_amount), static_cast<double>(host_amount),
                zero_decimal(row.currency) ? 100 : 1)
        << number;
    const double net = static_cast<double>(row.host_amount + row.fees()) / row.fx + row.tax;
    const double unit = zero_decimal(row.currency) ? 100 : 1;
    EXPECT_NEAR(row.net, net, unit * (row.fx == 1 ? 0.5 : 2)) << number;
    if (zero_decimal(row.currency)) {
      EXPECT_EQ(row.amount % 100, 0) << number;
    }
  }
}

/// debit.amount = -credit.net and the other way round (F 5.2.3).
TEST(World, PairsMirrorEachOther) {
  const Ledger& ledger = demo().ledger;
  for (GroupNumber group = 1; group <= ledger.groups(); ++group) {
    std::map<std::tuple<Kind, AccountId, AccountId>, std::vector<RowNumber>> sides;
    for (const RowNumber row : ledger.of_group(group)) {
      sides[{ledger[row].kind, ledger[row].account, ledger[row].opposite}].push_back(row);
    }
    for (const auto& [key, rows] : sides) {
      const auto& [kind, account, opposite] = key;
      if (account == opposite || rows.size() > 1) continue;
      const auto other = sides.find({kind, opposite, account});
      ASSERT_NE(other, sides.end()) << "group " << group;
      EXPECT_EQ(ledger[rows[0]].amount, -ledger[other->second[0]].net) << "group " << group;
      EXPECT_EQ(ledger[rows[0]].net, -ledger[other->second[0]].amount) << "group " << group;
    }
  }
}

/// Links are mutual and stay within one account (F 5.6.2).
TEST(World, RefundLinksStayWithinAnAccount) {
  int links = 0;
  for (const RowNumber number : demo().ledger.all()) {
    const TransactionRow& row = demo().ledger[number];
    if (row.refund == 0) continue;
    const TransactionRow& other = demo().ledger[row.refund];
    EXPECT_EQ(other.refund, number);
    EXPECT_EQ(other.account, row.account);
    EXPECT_NE(other.is_refund, row.is_refund);
    EXPECT_EQ(other.amount, -row.amount);
    ++links;
  }
  EXPECT_GT(links, 20);
}

TEST(World, HasAYenAmountWhoseNetIsOneYenOff) {
  const auto rows = demo().ledger.of_account(demo().cast.yen_collective);
  EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](RowNumber number) {
    const TransactionRow& row = demo().ledger[number];
    return row.fees() == 0 && std::abs(row.amount - row.net) == 100;
  }));
}

TEST(World, TakesOneSeventyFourOfTenEurosWithVat) {
  const auto rows = demo().ledger.of_account(demo().cast.repair_cafe);
  EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](RowNumber number) {
    return demo().ledger[number].kind == Kind::Tax && demo().ledger[number].amount == -174;
  }));
}

TEST(World, HidesTheTaxOfAnExpenseFromTheCollective) {
  for (const RowNumber number : demo().ledger.all()) {
    const TransactionRow& row = demo().ledger[number];
    if (row.kind == Kind::Tax && row.expense != 0) {
      EXPECT_EQ(row.host, 0U);
    }
  }
}

TEST(World, CoversHaveNeitherDateNorLink) {
  for (const RowNumber number : demo().ledger.all()) {
    const TransactionRow& row = demo().ledger[number];
    if (row.kind != Kind::PaymentProcessorCover) continue;
    EXPECT_EQ(row.cleared, kNever);
    EXPECT_EQ(row.refund, 0U);
    EXPECT_TRUE(row.is_refund);
  }
}

TEST(World, CrowdsManyRowsIntoOneInstant) {
  std::map<Micros, int> instants;
  for (const RowNumber number : demo().ledger.all()) ++instants[demo().ledger[number].created];
  int most = 0;
  for (const auto& entry : instants) most = std::max(most, entry.second);
  EXPECT_GT(most, 200);
  std::map<Micros, int> expenses;
  for (ExpenseId id = 1; id <= demo().expenses.size(); ++id)
    ++expenses[demo().expenses[id].created];
  most = 0;
  for (const auto& entry : expenses) most = std::max(most, entry.second);
  EXPECT_GE(most, 24);
}

TEST(World, KeepsTwoHostCurrenciesInOneAccount) {
  std::set<Currency> currencies;
  for (const RowNumber row : demo().ledger.of_account(demo().cast.wandering_collective)) {
    currencies.insert(demo().ledger[row].host_currency);
  }
  EXPECT_EQ(currencies.size(), 2U);
}

TEST(World, PacksARowIntoLessThan128Bytes) {
  EXPECT_LE(sizeof(TransactionRow), 128U);
}

TEST(Time, ParsesOnlyFullDateTimes) {
  EXPECT_EQ(iso(*parse_rfc3339("2024-02-29T23:59:59.1234567+02:00")), "2024-02-29T21:59:59.123Z");
  for (const char* bad : {"2024-01-01", "2024-01-01T00:00:00", "2023-02-29T00:00:00Z", "2024-13-99",
                          "2024-01-01T24:00:00Z", "2024-01-01T00:00:00.Z", ""}) {
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
  }
}

TEST(Money, RoundsHalfUpAndYenToHundreds) {
  EXPECT_EQ(platform_round(2.5, Currency::USD), 3);
  EXPECT_EQ(platform_round(-2.5, Currency::USD), -2);
  EXPECT_EQ(platform_round(149.9, Currency::JPY), 100);
  EXPECT_EQ(platform_round(150, Currency::JPY), 200);
}

}  // namespace
}  // namespace bursar::sandbox
