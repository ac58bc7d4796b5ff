#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/transaction.hpp"
#include "store/database.hpp"

namespace bursar::store {

// Ways to find transactions by what a person may have in hand. Keys of `transactions`, tombstones
// included, by legacy id.

// By the platform's id or public id.
[[nodiscard]] std::vector<ledger::Key> rows_by_id(Database& database, const std::string& id);
// By the number that the website shows.
[[nodiscard]] std::vector<ledger::Key> rows_by_number(Database& database, std::int64_t number);
// Those whose group's id begins like this; a row without a group is its own.
[[nodiscard]] std::vector<ledger::Key> rows_of_group(Database& database, const std::string& prefix);
// Of an expense, by its public id.
[[nodiscard]] std::vector<ledger::Key> rows_of_expense(Database& database,
                                                       const std::string& public_id);
// Of a summary, by its name in a journal.
[[nodiscard]] std::vector<ledger::Key> rows_of_entry(Database& database, const std::string& name);

// The public id of the expense with this number.
[[nodiscard]] std::optional<std::string> expense_by_number(Database& database, std::int64_t number);

// Keys of `transaction_versions` of a row's replaced versions, oldest first.
[[nodiscard]] std::vector<std::int64_t> replaced_versions(Database& database, ledger::Key row);

// How a row came to be what it is.
struct RowVersion {
  std::int64_t version = 1;
  std::string replaced_at;  // RFC 3339; empty: the present one
  struct Change {
    std::string field;  // as the views call it
    std::string before;
    std::string after;
  };
  std::vector<Change> changes;  // what the next version changed
};
// Oldest first, the present one last.
[[nodiscard]] std::vector<RowVersion> row_versions(Database& database, ledger::Key row);

}  // namespace bursar::store
