#pragma once

#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/page.hpp"
#include "store/expense_row.hpp"
#include "store/records.hpp"
#include "store/row_versions.hpp"

namespace bursar::store {

// Upserts expenses whose references are stored already.
class ExpenseWriter {
 public:
  explicit ExpenseWriter(SQLite::Database& database);

  // Writes the rows of a page. `accounts` and `categories` are the keys of the page's own.
  WriteCounts write(const ledger::ExpensePage& page, const std::vector<ledger::Key>& accounts,
                    const std::vector<ledger::Key>& categories, const WriteContext& context);
  // Makes the record of this id a tombstone; false when there is none to be made one.
  bool bury(const std::string& id, const WriteContext& context);

 private:
  struct Stored;
  enum class Outcome { inserted, changed, unchanged };

  Outcome put(const ledger::Expense& expense, const WriteContext& context);
  void insert(const ledger::Expense& expense, const WriteContext& context);
  Outcome update(const Stored& stored, const ledger::Expense& expense, const WriteContext& context);
  Stored load(const std::string& public_id);
  std::int64_t hash_of(const ledger::Expense& expense);

  SQLite::Database& database_;
  ExpenseParts parts_;
  SQLite::Statement load_;
  SQLite::Statement insert_;
  SQLite::Statement update_;
  SQLite::Statement note_reading_;
  RowVersions versions_;
  PublicIdLookup account_id_;
  PublicIdLookup category_id_;
};

}  // namespace bursar::store
