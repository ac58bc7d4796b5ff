#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/group.hpp"
#include "store/database.hpp"
#include "store/queries.hpp"

namespace bursar::store {

// A row as the journal needs it: what ledger::LedgerRow adds to a transaction.
struct GroupRow {
  StoredTransaction stored;
  bool payee_bears_fees = false;
  std::vector<std::string> expense_tax_rates;
};

// The same for the ledger.
[[nodiscard]] ledger::LedgerRow ledger_row(const GroupRow& stored);

// The rows of one economic event that stand (no tombstones), of whatever account, by legacy id.
struct StoredGroup {
  std::string id;
  std::vector<GroupRow> rows;
};

// Calls `visit` for each group that has rows, in one pass over the store and in bounded memory. The
// references of a group are valid during its call.
void for_each_group(Database& database, const std::function<void(StoredGroup&)>& visit);

// Reads groups by their ids.
class GroupReader {
 public:
  explicit GroupReader(Database& database);
  GroupReader(GroupReader&&) noexcept;
  ~GroupReader();

  // Without rows where none stands (any more). The references are valid until the next call.
  [[nodiscard]] StoredGroup read(const std::string& id);
  // One row, tombstone or not. Throws Error(bug) when there is none of this key.
  [[nodiscard]] StoredTransaction read_row(ledger::Key key);

 private:
  struct State;
  Database& database_;
  std::unique_ptr<State> state_;
};

}  // namespace bursar::store
