#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/account.hpp"
#include "ledger/transaction.hpp"
#include "store/account_table.hpp"
#include "store/bounded_cache.hpp"
#include "store/category_table.hpp"
#include "store/order_table.hpp"

namespace bursar::store {

// Reads the records of one of the small tables by key, most of them from memory. A pointer handed
// out stays valid at least until a thousand further records have been asked for.
template <typename Table>
class RecordCache {
 public:
  using Record = typename Table::Record;

  explicit RecordCache(SQLite::Database& database) : select_(database, Table::select_by_key) {}

  // nullptr for no_key, and for a key that is not stored.
  const Record* find(ledger::Key key) {
    if (key == ledger::no_key) return nullptr;
    if (const Record* known = records_.find(key)) return known;
    select_.bind(1, key);
    const Record* found = nullptr;
    if (select_.executeStep()) {
      FieldReader reader(select_, 1);
      found = &records_.put(key, Table::read(reader));
    }
    select_.reset();
    return found;
  }

 private:
  static constexpr std::size_t remembered = 8'192;  // per generation; below 10 MB in all
  SQLite::Statement select_;
  BoundedCache<ledger::Key, Record> records_{remembered};
};

}  // namespace bursar::store
