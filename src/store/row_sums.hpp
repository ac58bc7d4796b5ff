#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/money.hpp"
#include "ledger/transaction.hpp"
#include "store/database.hpp"
#include "store/interval_set.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// Stored transactions of one account that are alike in all that decides whether they are income or
// spending, added up.
struct RowSum {
  // Account, host, host currency, direction, kind and is_refund of each; `expense` and `order` are
  // some expense or order, where they have one.
  ledger::Transaction like;
  // The other side is another one of the accounts asked about (accounting.md R2; what an account
  // has from itself came from outside, see ledger::is_internal).
  bool to_members = false;
  std::int64_t rows = 0;
  std::int64_t net = 0;   // in host currency
  std::int64_t fees = 0;  // the part of it that was taken inside the rows
};

// The source's transactions created within the window. `members` are the keys of accounts that
// money goes to without leaving the books.
[[nodiscard]] std::vector<RowSum> row_sums(Database& database, const Source& source,
                                           const std::vector<ledger::Key>& members,
                                           const Interval& window);

}  // namespace bursar::store
