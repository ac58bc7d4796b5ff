#include "world/balance.hpp"

#include <algorithm>
#include <cmath>

namespace bursar::sandbox {
namespace {

/// Views are used for active, hosted accounts with one host currency only (F 7.6).
bool uses_view(const World& world, AccountId account) {
  const Account& record = world.accounts[account];
  return world.view_rows != 0 && record.active && record.host != 0 &&
         record.type != AccountType::Individual && record.budget_version != 1;
}

/// Version 3 counts rows with a host: any for a present balance, the account's own for one of the
/// past or from a view (F 7.5).
bool counts(const Account& account, const TransactionRow& row, bool historical) {
  if (account.budget_version != 3) return true;
  return historical ? row.host != 0 && row.host == account.host : row.host != 0;
}

/// The newest createdAt the checkpoint of an account knows.
Micros checkpoint(const World& world, AccountId account) {
  Micros newest = kNever;
  for (const RowNumber row : world.ledger.of_account(account)) {
    if (world.in_balance_view(row)) newest = std::max(newest, world.ledger[row].created);
  }
  return newest;
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
  Balance balance;
  Micros latest = kNever;
  for (const AccountId account : query.accounts) {
    const bool view = !query.live && uses_view(world, account);
    const Micros known = view ? checkpoint(world, account) : kNever;
    const int version = world.accounts[account].budget_version;
    for (const RowNumber number : world.ledger.of_account(account)) {
      const TransactionRow& row = world.ledger[number];
      if (query.before && row.created >= *query.before) break;
      if (view && !world.in_balance_view(number) && (query.before || row.created <= known)) {
        continue;
      }
      if (!counts(world.accounts[account], row, query.before.has_value() || view)) continue;
      const bool own = version == 1;
      const Currency currency = own ? row.currency : row.host_currency;
      if (own) {
        balance.by_currency[currency].add_in_own_currency(row);
      } else {
        balance.by_currency[currency].add(row);
      }
      if (row.created >= latest) {
        latest = row.created;
        balance.latest = currency;
      }
    }
  }
  return balance;
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
