// Which months' debts to the platform are not settled.
#include "report/settlements.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace bursar::report {
namespace {

// Debts and settlements of consecutive months; what is left of each month's debts.
std::vector<std::int64_t> left(const std::vector<SettlementSums>& months) {
  std::map<SettlementKey, SettlementSums> all;
  int month = 0;
  for (const SettlementSums& sums : months) {
    all[{"host", ledger::Currency::parse("EUR").value(), month++}] = sums;
  }
  std::vector<std::int64_t> result;
  for (const auto& [key, unsettled] : unsettled_debts(all)) result.push_back(unsettled);
  return result;
}

SettlementSums debts(std::int64_t tips, std::int64_t shares) {
  SettlementSums sums;
  sums.tips = tips;
  sums.shares = shares;
  return sums;
}

SettlementSums settled(SettlementSums sums, std::int64_t amount) {
  sums.settled = amount;
  return sums;
}

TEST(UnsettledDebts, ASettlementPaysTheMonthsBeforeIt) {
  EXPECT_EQ(left({debts(825, 248), settled(debts(0, 278), 1073), debts(100, 0)}),
            (std::vector<std::int64_t>{0, 278, 100}));
}

TEST(UnsettledDebts, TheOldestArePaidFirst) {
  EXPECT_EQ(left({debts(500, 0), debts(500, 0), settled({}, 700)}),
            (std::vector<std::int64_t>{0, 300, 0}));
}

TEST(UnsettledDebts, ARefundOfALaterMonthPaysForTheOldDebt) {
  EXPECT_EQ(left({debts(500, 100), debts(-500, -100)}), (std::vector<std::int64_t>{0, 0}));
}

TEST(UnsettledDebts, SweptTipsNeedNoSettlement) {
  SettlementSums swept = debts(1500, 50);
  swept.swept = 1500;
  EXPECT_EQ(left({swept}), (std::vector<std::int64_t>{50}));
}

TEST(UnsettledDebts, NothingIsLeftWhereMoreWasPaidThanOwed) {
  EXPECT_EQ(left({debts(100, 0), settled({}, 900)}), (std::vector<std::int64_t>{0, 0}));
}

TEST(UnsettledDebts, ASettlementInOneCurrencyPaysNoneInAnother) {
  const auto euro = ledger::Currency::parse("EUR").value();
  const auto dollar = ledger::Currency::parse("USD").value();
  const auto unsettled = unsettled_debts(
      {{{"host", euro, 1}, debts(100, 0)}, {{"host", dollar, 1}, settled({}, 100)}});
  EXPECT_EQ(unsettled.at({"host", euro, 1}), 100);
}

}  // namespace
}  // namespace bursar::report
