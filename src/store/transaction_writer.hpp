#pragma once

#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/page.hpp"
#include "store/records.hpp"
#include "store/row_versions.hpp"
#include "store/transaction_row.hpp"

namespace bursar::store {

// Upserts transactions whose references are stored already.
class TransactionWriter {
 public:
  explicit TransactionWriter(SQLite::Database& database);

  // Writes the rows of a page. `accounts` and `orders` are the keys of the page's own.
  WriteCounts write(const ledger::TransactionPage& page, const std::vector<ledger::Key>& accounts,
                    const std::vector<ledger::Key>& orders, const WriteContext& context);
  // Makes the record of this id a tombstone; false when there is none to be made one.
  bool bury(const std::string& id, const WriteContext& context);
  // Makes the stored hash that of what is stored; false where it is already.
  bool rehash(const std::string& id);

 private:
  enum class Outcome { inserted, changed, unchanged };
  struct Stored;

  Outcome write_row(const ledger::TransactionPage& page, const ledger::Transaction& row,
                    const TransactionKeys& keys, const WriteContext& context);
  bool insert_row(const ledger::Transaction& row, const TransactionKeys& keys, std::int64_t hash,
                  const WriteContext& context);
  Outcome update_row(const ledger::TransactionPage& page, const ledger::Transaction& row,
                     const TransactionKeys& keys, std::int64_t hash, const WriteContext& context);
  bool mark_original(const ledger::Transaction& refund, const WriteContext& context);
  bool refund_is_stored(const std::string& id);
  Stored load(const std::string& id);
  void replace(const Stored& stored, const ledger::Transaction& merged, std::int64_t hash,
               bool new_version, const WriteContext& context);
  std::int64_t hash_of(const ledger::Transaction& stored);

  SQLite::Statement insert_;
  SQLite::Statement glance_;
  SQLite::Statement load_;
  RowVersions versions_;
  SQLite::Statement rehash_;
  SQLite::Statement update_;
  SQLite::Statement refund_stands_;
  PublicIdLookup account_id_;
  PublicIdLookup order_id_;
};

}  // namespace bursar::store
