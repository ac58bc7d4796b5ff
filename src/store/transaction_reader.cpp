#include "store/transaction_reader.hpp"

#include "store/transaction_row.hpp"

namespace bursar::store {

TransactionReader::TransactionReader(SQLite::Database& database, Orders orders)
    : with_orders_(orders == Orders::read),
      accounts_(database),
      orders_(database),
      categories_(database) {}

const std::string& TransactionReader::columns() {
  static const std::string text =
      transaction_columns("t.") +
      ", t.row, t.version, e.type, e.status, e.tags, e.legacy_id, e.category, "
      "r.created_at, r.cleared_at";
  return text;
}

void TransactionReader::read(SQLite::Statement& select, Read& read) {
  FieldReader reader(select);
  StoredTransaction& stored = read.stored;
  read_transaction(reader, stored.row);
  stored.key = reader.number();
  stored.version = reader.number();
  reader.text(stored.expense_type);
  reader.text(stored.expense_status);
  reader.text(stored.expense_tags);
  stored.expense_legacy_id = reader.optional_number();
  read.expense_category = reader.key();
  const auto created = reader.optional_instant();
  const auto cleared = reader.optional_instant();
  stored.reversed.reset();
  if (created) stored.reversed = ledger::ReversedDates{*created, cleared};
  read.next_column = reader.next();
}

void TransactionReader::complete(Read& read) {
  StoredTransaction& stored = read.stored;
  stored.account = accounts_.find(stored.row.account);
  stored.opposite_account = accounts_.find(stored.row.opposite_account);
  stored.host = accounts_.find(stored.row.host);
  stored.order = with_orders_ ? orders_.find(stored.row.order) : nullptr;
  ledger::Key category = read.expense_category;
  if (category == ledger::no_key && stored.order != nullptr) category = stored.order->category;
  stored.category = categories_.find(category);
}

}  // namespace bursar::store
