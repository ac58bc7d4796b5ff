#pragma once

#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/expense.hpp"
#include "store/fields.hpp"

namespace bursar::store {

// The columns of `expenses` that come from the platform, comma separated, in the order in which
// bind_expense binds and read_expense reads them. With a `prefix` such as "e." before each.
[[nodiscard]] std::string expense_columns(const std::string& prefix = {});
inline constexpr int expense_column_count = 35;

// `expense.account` and the other keys are keys of the store.
void bind_expense(FieldBinder& binder, const ledger::Expense& expense);
[[nodiscard]] ledger::Expense read_expense(FieldReader& reader);

// Items, taxes and files of an expense: tables of their own.
class ExpenseParts {
 public:
  explicit ExpenseParts(SQLite::Database& database);
  // Fills in the parts of the stored expense in row `row`.
  void load(std::int64_t row, ledger::Expense& expense);
  // Puts the parts in place of those that are stored.
  void replace(std::int64_t row, const ledger::Expense& expense);

 private:
  SQLite::Statement select_items_;
  SQLite::Statement select_taxes_;
  SQLite::Statement select_files_;
  SQLite::Statement insert_item_;
  SQLite::Statement insert_tax_;
  SQLite::Statement insert_file_;
  SQLite::Statement delete_items_;
  SQLite::Statement delete_taxes_;
  SQLite::Statement delete_files_;
};

// What is to be stored when `incoming` is read where `stored` is stored; see the namesake for
// transactions.
[[nodiscard]] ledger::Expense merge(const ledger::Expense& stored, ledger::Expense incoming,
                                    bool private_readable);
// Whether the two are equal in their private fields and in `incomplete`, which no hash covers.
[[nodiscard]] bool same_beside_hash(const ledger::Expense& a, const ledger::Expense& b);

}  // namespace bursar::store
