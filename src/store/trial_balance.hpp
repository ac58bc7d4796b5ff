#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"

namespace bursar::store {

// What a journal handed over on one ledger account in one currency. + is debit.
struct LedgerAccountSum {
  std::string account;
  ledger::Currency currency;
  bool is_money = false;
  std::int64_t before = 0;  // dated before the period, or caught up
  std::int64_t debit = 0;
  std::int64_t credit = 0;        // as a positive figure
  std::int64_t software_tax = 0;  // up to the period's end: what the software adds to its lines
};

// By account and currency, money accounts last. All lines count, reversed ones and reversals
// included: they are in the books.
[[nodiscard]] std::vector<LedgerAccountSum> trial_balance(Database& database, std::int64_t profile,
                                                          ledger::CivilDate first,
                                                          ledger::CivilDate last);

}  // namespace bursar::store
