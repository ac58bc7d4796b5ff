#include "audit/balance_check.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bursar::audit {
namespace {

const ledger::Currency euro = *ledger::Currency::parse("EUR");
const ledger::Currency dollar = *ledger::Currency::parse("USD");

// Rows of "acc_A" that come to `cents`.
store::StoredSum sum(std::int64_t cents, ledger::Currency host_currency = euro,
                     const std::string& host = "acc_H") {
  store::StoredSum sum;
  sum.account = "acc_A";
  sum.slug = "choir";
  sum.host = host;
  sum.host_currency = host_currency;
  sum.currency = dollar;
  sum.rows = 1;
  sum.balance.add(cents);
  sum.net = cents;
  sum.account_net = 2 * cents;
  return sum;
}

Facts facts(std::int64_t version = 2, std::int64_t rows = 3, std::int64_t under_host = 3) {
  opencollective::BalanceFacts known;
  known.version = version;
  known.host = "acc_H";
  known.rows = rows;
  known.rows_under_host = under_host;
  return {{"acc_A", known}};
}

AccountBalance only_line(const std::vector<store::StoredSum>& then,
                         const std::vector<store::StoredSum>& now, const Facts& facts,
                         bool by_host = false) {
  const auto lines = lines_of(then, now, facts, by_host);
  EXPECT_EQ(lines.size(), 1U);
  return lines.at(0);
}

AccountBalance judged(AccountBalance line, std::int64_t then, std::int64_t now,
                      std::optional<std::int64_t> live = {}) {
  line.platform_then = then;
  line.platform_now = now;
  line.live_difference = live;
  judge(line);
  return line;
}

TEST(BalanceCheck, AgreesWhereBothFiguresAreThoseOfTheRows) {
  const AccountBalance line = only_line({sum(100)}, {sum(150)}, facts());
  EXPECT_EQ(judged(line, 100, 150).state, BalanceState::agrees);
  EXPECT_EQ(judged(line, 100, 151, 1).state, BalanceState::differs);
  EXPECT_EQ(judged(line, 99, 150, -1).state, BalanceState::differs);
}

TEST(BalanceCheck, TheLedgerItselfDecidesWhatIsLag) {
  const AccountBalance line = only_line({sum(100)}, {sum(150)}, facts());
  EXPECT_EQ(judged(line, 90, 140, 0).state, BalanceState::view_lag);
  EXPECT_EQ(judged(line, 90, 140, -10).state, BalanceState::differs);
  // Where it could not be asked, what is older than any view decides.
  EXPECT_EQ(judged(line, 100, 140).state, BalanceState::view_lag);
  EXPECT_EQ(judged(line, 90, 140).state, BalanceState::differs);
}

TEST(BalanceCheck, SeveralHostCurrenciesAreShownAndNotCompared) {
  const auto lines = lines_of({}, {sum(1), sum(2, dollar)}, facts(), false);
  ASSERT_EQ(lines.size(), 2U);
  for (const AccountBalance& line : lines) {
    EXPECT_EQ(line.state, BalanceState::several_currencies);
    EXPECT_EQ(judged(line, 5, 5).state, BalanceState::several_currencies);
  }
}

TEST(BalanceCheck, RowsUnderAnotherHostAreMissingFromAHostsBooksOnly) {
  const std::vector<store::StoredSum> now{sum(10)};
  EXPECT_EQ(only_line({}, now, facts(2, 4, 3), true).state, BalanceState::other_host);
  EXPECT_EQ(only_line({}, now, facts(2, 4, 3), false).state, BalanceState::agrees);
}

TEST(BalanceCheck, AnAccountThatWasNotAnsweredForIsNotCompared) {
  EXPECT_EQ(only_line({}, {sum(10)}, {}).state, BalanceState::not_answered);
  AccountBalance line = only_line({}, {sum(10)}, facts());
  judge(line);
  EXPECT_EQ(line.state, BalanceState::not_answered);
}

TEST(BalanceCheck, TheFirstFormulaCountsInTheAccountsOwnCurrency) {
  const AccountBalance line = only_line({sum(10)}, {sum(10), sum(5, dollar)}, facts(1));
  EXPECT_EQ(line.currency, dollar);
  EXPECT_EQ(judged(line, 20, 30).state, BalanceState::agrees);
}

TEST(BalanceCheck, TheThirdFormulaCountsRowsWithAHostOnly) {
  const std::vector<store::StoredSum> rows{sum(10), sum(7, euro, "acc_former"), sum(4, euro, "")};
  const AccountBalance line = only_line(rows, rows, facts(3));
  // In the past, those of the present host; now those of any.
  EXPECT_EQ(judged(line, 10, 17).state, BalanceState::agrees);
}

TEST(BalanceCheck, TaxesAreConvertedWithoutRoundingAndRoundedOnce) {
  store::StoredSum taxed = sum(1'000);
  for (int row = 0; row < 2; ++row) taxed.balance.add_product(-1, "0.3");
  EXPECT_EQ(judged(only_line({taxed}, {taxed}, facts()), 999, 999).state, BalanceState::agrees);
  EXPECT_EQ(difference_of(1'001, taxed.balance, euro), 2);
}

}  // namespace
}  // namespace bursar::audit
