#pragma once

#include <map>
#include <optional>
#include <vector>

#include "world/world.hpp"

namespace bursar::sandbox {

/// A sum of ledger rows as the platform's budget code makes it (F 7.1): whole cents, and the tax
/// product, which is not rounded per row.
struct BudgetSum {
  std::int64_t cents = 0;
  double tax = 0;

  void add(const TransactionRow& row);
  void add_in_own_currency(const TransactionRow& row);  ///< version 1 (F 7.5)
  std::int64_t rounded(Currency currency) const;
};

struct BalanceQuery {
  std::vector<AccountId> accounts;
  std::optional<Micros> before;  ///< exclusive (F 7.3)
  bool live = false;             ///< not from the daily views
};

/// Sums by host currency (version 1: by the rows' own), and the currency of the latest row.
struct Balance {
  std::map<Currency, BudgetSum> by_currency;
  Currency latest = Currency::USD;
};

Balance balance_of(const World& world, const BalanceQuery& query);

/// In `target`, at today's rates where currencies differ (F 7.4).
std::int64_t convert_balance(const World& world, const Balance& balance, Currency target);

}  // namespace bursar::sandbox
