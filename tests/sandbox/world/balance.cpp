#include "world/balance.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace bursar::sandbox {
namespace {

/// Version 3 counts rows with a host: any for a present balance, the account's own for one of the
/// past or from a view (F 7.5).
bool counts(const Account& account, const TransactionRow& row, bool historical) {
  if (account.budget_version != 3) return true;
  return historical ? row.host != 0 && row.host == account.host : row.host != 0;
}

/// A balance in the making.
class Summation {
 public:
  void add(const Account& account, const TransactionRow& row) {
    const bool own = account.budget_version == 1;
    const Currency currency = own ? row.currency : row.host_currency;
    BudgetSum& sum = balance_.by_currency[currency];
    if (own) {
      sum.add_in_own_currency(row);
    } else {
      sum.add(row);
    }
    if (row.created < latest_) return;
    latest_ = row.created;
    balance_.latest = currency;
  }
  Balance take() { return std::move(balance_); }

 private:
  Balance balance_;
  Micros latest_ = kNever;
};

/// Views hold active, hosted accounts with exactly one host currency, individuals left out (F 7.6).
/// Live views make a difference to nothing but version 3.
bool from_view(const World& world, AccountId account) {
  const LedgerView& view = world.ledger.daily_view();
  const Account& record = world.accounts[account];
  if (!record.active || record.host == 0 || record.type == AccountType::Individual ||
      record.budget_version == 1 || (view.live() && record.budget_version != 3)) {
    return false;
  }
  std::set<Currency> currencies;
  world.ledger.each_of_account(
      view, account, [&](const TransactionRow& row) { currencies.insert(row.host_currency); });
  return currencies.size() == 1;
}

/// What the view knew, and for a present balance the rows created after the newest of these.
void add_from_view(const World& world, AccountId account, std::optional<Micros> before,
                   Summation& sum) {
  const Ledger& ledger = world.ledger;
  const Account& record = world.accounts[account];
  Micros newest = kNever;
  ledger.each_of_account(ledger.daily_view(), account, [&](const TransactionRow& row) {
    if (!counts(record, row, true)) return;
    newest = std::max(newest, row.created);
    if (!before || row.created < *before) sum.add(record, row);
  });
  if (before) return;
  const auto rows = ledger.of_account(account);
  for (auto number = rows.rbegin(); number != rows.rend(); ++number) {
    const TransactionRow& row = ledger[*number];
    if (row.created <= newest) break;
    if (counts(record, row, true)) sum.add(record, row);
  }
}

void add_live(const World& world, AccountId account, std::optional<Micros> before, Summation& sum) {
  const Account& record = world.accounts[account];
  for (const RowNumber number : world.ledger.of_account(account)) {
    const TransactionRow& row = world.ledger[number];
    if (before && row.created >= *before) break;
    if (counts(record, row, before.has_value())) sum.add(record, row);
  }
}

}  // namespace

void BudgetSum::add_in_own_currency(const TransactionRow& row) {
  cents += row.net;
}

void BudgetSum::add(const TransactionRow& row) {
  cents += row.host_amount + row.fees();
  tax += row.tax * row.fx;
}

std::int64_t BudgetSum::rounded(Currency currency) const {
  return platform_round(static_cast<double>(cents) + tax, currency);
}

Balance balance_of(const World& world, const BalanceQuery& query) {
  Summation sum;
  for (const AccountId account : query.accounts) {
    if (!query.live && from_view(world, account)) {
      add_from_view(world, account, query.before, sum);
    } else {
      add_live(world, account, query.before, sum);
    }
  }
  return sum.take();
}

std::int64_t convert_balance(const World& world, const Balance& balance, Currency target) {
  if (balance.by_currency.empty()) return 0;
  double total = 0;
  Currency currency = balance.by_currency.begin()->first;
  if (balance.by_currency.size() == 1) {
    total = static_cast<double>(balance.by_currency.begin()->second.rounded(currency));
  } else {
    currency = balance.latest;
    for (const auto& [from, sum] : balance.by_currency) {
      total += static_cast<double>(sum.rounded(from)) * fx_rate(from, currency, world.now);
    }
  }
  return platform_round(total * fx_rate(currency, target, world.now), target);
}

}  // namespace bursar::sandbox
