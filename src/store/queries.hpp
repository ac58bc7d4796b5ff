#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/account.hpp"
#include "ledger/expense.hpp"
#include "ledger/group.hpp"
#include "ledger/transaction.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// Whether the contributions of transactions are read with them, and the categories that these
// bring: each costs a look-up, and only few want to know.
enum class Orders : std::uint8_t { read, leave_out };

// A stored transaction with the records it points to. Keys in `row` are rows of their tables.
// The references are valid only during the call that hands the record out.
struct StoredTransaction {
  ledger::Transaction row;
  ledger::Key key = ledger::no_key;  // its place in `transactions`
  std::int64_t version = 1;
  const ledger::Account* account = nullptr;           // never null
  const ledger::Account* opposite_account = nullptr;  // may be null, as may all that follow
  const ledger::Account* host = nullptr;
  const ledger::Order* order = nullptr;
  const ledger::AccountingCategory* category = nullptr;  // the expense's, else the order's (F 6.21)
  std::string expense_type;                              // of the linked expense, where known
  std::string expense_status;
  std::string expense_tags;
  std::optional<std::int64_t> expense_legacy_id;
  std::optional<ledger::ReversedDates> reversed;  // of an EDIT refund, if that row is stored
};

// Calls `visit` for each row of the source that is not a tombstone, by (created_at, legacy_id).
// Streams: memory does not grow with the number of rows (accounts are kept in a bounded cache).
void for_each_transaction(Database& database, const Source& source,
                          const std::function<void(const StoredTransaction&)>& visit);

struct StoredExpense {
  ledger::Expense expense;
  std::int64_t key = 0;  // its place in `expenses`
  bool deleted = false;  // a tombstone
  std::int64_t version = 1;
  const ledger::Account* account = nullptr;
  const ledger::Account* payee = nullptr;
  const ledger::Account* created_by = nullptr;
  const ledger::Account* host = nullptr;
  const ledger::AccountingCategory* category = nullptr;
};
// By (created_at, public_id). Tombstones only where asked for.
void for_each_expense(Database& database, const Source& source,
                      const std::function<void(const StoredExpense&)>& visit,
                      bool deleted_too = false);

struct SourceCounts {
  std::int64_t transactions = 0;
  std::int64_t expenses = 0;
  std::int64_t accounts = 0;
  std::int64_t changed_rows = 0;  // rows with more than one version
  std::int64_t unreadable = 0;
  std::optional<ledger::Instant> newest_transaction;
};
[[nodiscard]] SourceCounts count_source(Database& database, const Source& source);

// Public ids of stored expenses of the source that are in none of the terminal statuses.
[[nodiscard]] std::vector<std::string> open_expenses(Database& database, const Source& source);
// Of these expense ids, those that are not stored at all, or were written before run `run`.
[[nodiscard]] std::vector<std::string> expenses_not_read_in(Database& database,
                                                            const std::vector<std::string>& ids,
                                                            std::int64_t run);
// Public ids of the expenses that transactions written (new or changed) in `run` link to.
[[nodiscard]] std::vector<std::string> expenses_of_new_transactions(Database& database,
                                                                    std::int64_t run);
[[nodiscard]] std::int64_t count_expenses(Database& database, const Source& source);
// When the first and the last of `rows` expenses of the source were created, `offset` rows after
// the oldest; nothing when there are not so many. For walking through history a part a night.
struct Extent {
  ledger::Instant oldest;
  ledger::Instant newest;
};
[[nodiscard]] std::optional<Extent> expense_extent(Database& database, const Source& source,
                                                   std::int64_t offset, std::int64_t rows);

}  // namespace bursar::store
