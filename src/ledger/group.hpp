#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/transaction.hpp"

namespace bursar::ledger {

// The dates of the row that a refund reverses.
struct ReversedDates {
  Instant created_at;
  std::optional<Instant> cleared_at;
};

// A stored row together with what an accountant needs of the records it points to.
struct LedgerRow {
  Transaction row;
  std::string category;           // code of the category of the expense, else of the order (F 6.21)
  std::string expense_type;       // empty without an expense
  std::string tags;               // of the expense, else of the order; JSON array as sent
  bool payee_bears_fees = false;  // the expense's feesPayer is PAYEE (F 6.13)
  std::vector<std::string> expense_tax_rates;  // Expense::taxes, decimals as written
  std::optional<ReversedDates> reversed;       // of `refund_transaction`, if it is stored
};

// The rows of one economic event (F 5.1.3) that are in the books; at least one.
struct Group {
  std::string id;
  std::vector<LedgerRow> rows;
};

// The group a row belongs to; a row without one is its own (accounting.md R6).
[[nodiscard]] const std::string& group_id(const Transaction& row);

// What the event is about: the first of its contributions, added funds, expenses, balance
// transfers, else the row with the lowest legacy id (R6). An index into `rows`.
[[nodiscard]] std::size_t main_row(const Group& group);

// The main row as one account has it: what a TAX row on that account is the tax of. Nothing where
// the account has only fees.
[[nodiscard]] std::optional<std::size_t> main_row_of_account(const Group& group, Key account);

// Through whom the money went, for every line of the group, because fee rows do not say (R6):
// payment service, else payout type, of the main row. May be empty.
[[nodiscard]] const std::string& processor_of(const Group& group);

}  // namespace bursar::ledger
