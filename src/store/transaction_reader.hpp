#pragma once

#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/queries.hpp"
#include "store/record_cache.hpp"

namespace bursar::store {

// Reads stored transactions as others want them: with all that they point to.
class TransactionReader {
 public:
  explicit TransactionReader(SQLite::Database& database, Orders orders = Orders::read);

  // What stands between SELECT and WHERE: the columns that read() expects first, and the tables
  // `transactions t` and `expenses e` (and more) they come from.
  [[nodiscard]] static const std::string& columns();
  static constexpr const char* tables =
      "transactions t LEFT JOIN expenses e ON e.public_id = t.expense "
      "LEFT JOIN transactions r ON t.refund_kind = 'EDIT' AND r.id = t.refund_transaction";

  // The record in the statement's present row, but for its references, over what was read before.
  struct Read {
    StoredTransaction stored;
    ledger::Key expense_category = ledger::no_key;
    int next_column = 0;
  };
  static void read(SQLite::Statement& select, Read& read);

  // Completes a record with the records that it points to. They stay valid at least until a
  // thousand further records have been completed.
  void complete(Read& read);

 private:
  bool with_orders_;
  RecordCache<AccountTable> accounts_;
  RecordCache<OrderTable> orders_;
  RecordCache<CategoryTable> categories_;
};

}  // namespace bursar::store
