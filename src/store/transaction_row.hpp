#pragma once

#include <string>

#include "ledger/transaction.hpp"
#include "store/fields.hpp"

namespace bursar::store {

// The columns of a transaction that come from the platform, comma separated, in the order in which
// bind_transaction binds and read_transaction reads them. With a `prefix` such as "t." before each.
[[nodiscard]] std::string transaction_columns(const std::string& prefix = {});
inline constexpr int transaction_column_count = 41;

// Where the row's references lead, as keys of the store.
struct TransactionKeys {
  ledger::Key account = ledger::no_key;
  ledger::Key opposite_account = ledger::no_key;
  ledger::Key host = ledger::no_key;
  ledger::Key gift_card_emitter = ledger::no_key;
  ledger::Key order = ledger::no_key;
};
[[nodiscard]] inline TransactionKeys keys_of(const ledger::Transaction& stored) {
  return {stored.account, stored.opposite_account, stored.host, stored.gift_card_emitter,
          stored.order};
}

void bind_transaction(FieldBinder& binder, const ledger::Transaction& row,
                      const TransactionKeys& keys);
// Keys of the result are keys of the store.
void read_transaction(FieldReader& reader, ledger::Transaction& row);

// What is to be stored when `incoming` is read where `stored` is stored. Both have keys of the
// store. Keeps what the reading could not see: private fields without the right to them (F 11.16),
// sub-objects in a reduced field set (F 10.4).
[[nodiscard]] ledger::Transaction merge(const ledger::Transaction& stored,
                                        ledger::Transaction incoming, bool private_readable);

}  // namespace bursar::store
