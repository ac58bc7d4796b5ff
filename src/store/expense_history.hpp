#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"

namespace bursar::store {

// A version of an expense as far as it says whether money is owed.
struct ExpenseVersion {
  ledger::Instant seen_at;  // when a run first found it so; the change itself may be a day older
  std::string status;
  std::optional<bool> on_hold;  // private
  ledger::Money amount;
};

// The versions of the expense in this row of `expenses`, oldest first; the last is the present one.
[[nodiscard]] std::vector<ExpenseVersion> expense_versions(Database& database, std::int64_t row);

// When the expense was found to be gone from the platform.
[[nodiscard]] std::optional<ledger::Instant> tombstoned_at(Database& database, std::int64_t row);

// A row of the ledger that pays an expense or takes the payment back.
struct ExpensePayment {
  ledger::Instant created_at;
  std::optional<ledger::Instant> cleared_at;
  std::int64_t paid = 0;  // hundredths in host currency; negative: taken back
};

// Those of the expense with this public id on the account that pays it.
[[nodiscard]] std::vector<ExpensePayment> expense_payments(Database& database,
                                                           const std::string& expense);

}  // namespace bursar::store
