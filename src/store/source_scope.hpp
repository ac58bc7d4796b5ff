#pragma once

#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>

#include "ledger/transaction.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// Which stored records belong to a source, as SQL and keys.

// A condition on one column of `transactions` and the keys it is to be met by: a row belongs to
// the source if the column holds one of them.
struct TransactionScope {
  std::string column;             // "account" or "host"
  std::vector<ledger::Key> keys;  // the members, or the host; empty when none is stored yet
};
[[nodiscard]] TransactionScope transaction_scope(SQLite::Database& database, const Source& source);

// A condition on `expenses e` joined with its account `a`. Parameters: ?1 the source's row, ?2 the
// public id of its account. An `account` source has the expenses of its members. A `host` source
// has those that name the host, and those of accounts that are or ever were under it.
[[nodiscard]] const char* expense_scope(const Source& source);

}  // namespace bursar::store
