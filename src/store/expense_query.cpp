// What is asked of the stored expenses.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/expense_row.hpp"
#include "store/queries.hpp"
#include "store/record_cache.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

constexpr const char* from_expenses = "FROM expenses e JOIN accounts a ON a.account = e.account";

void bind_source(SQLite::Statement& statement, const Source& source) {
  statement.bind(1, source.source);
  statement.bindNoCopy(2, source.account);
}

std::vector<std::string> texts(SQLite::Statement& select) {
  std::vector<std::string> result;
  while (select.executeStep()) result.push_back(select.getColumn(0).getString());
  return result;
}

}  // namespace

void for_each_expense(Database& database, const Source& source,
                      const std::function<void(const StoredExpense&)>& visit, bool deleted_too) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SQLite::Statement select(
        connection,
        fmt::format("SELECT e.row, e.version, e.tombstoned_at IS NOT NULL, {} {} WHERE {} AND {} "
                    "ORDER BY e.created_at, e.public_id",
                    expense_columns("e."), from_expenses,
                    deleted_too ? "TRUE" : "e.tombstoned_at IS NULL", expense_scope(source)));
    bind_source(select, source);
    ExpenseParts parts(connection);
    RecordCache<AccountTable> accounts(connection);
    RecordCache<CategoryTable> categories(connection);
    while (select.executeStep()) {
      FieldReader reader(select);
      StoredExpense stored;
      stored.key = reader.number();
      stored.version = reader.number();
      stored.deleted = reader.flag();
      stored.expense = read_expense(reader);
      parts.load(stored.key, stored.expense);
      stored.account = accounts.find(stored.expense.account);
      stored.payee = accounts.find(stored.expense.payee);
      stored.created_by = accounts.find(stored.expense.created_by);
      stored.host = accounts.find(stored.expense.host);
      stored.category = categories.find(stored.expense.category);
      visit(stored);
    }
  });
}

std::vector<std::string> open_expenses(Database& database, const Source& source) {
  return at_border(database.file(), [&] {
    // The list of statuses must be the one of the partial index.
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT e.public_id FROM expenses e INDEXED BY expenses_open "
                    "JOIN accounts a ON a.account = e.account WHERE e.status NOT IN ('PAID', "
                    "'REJECTED', 'SPAM', 'CANCELED', 'INVITE_DECLINED') AND e.tombstoned_at IS "
                    "NULL AND {} ORDER BY e.public_id",
                    expense_scope(source)));
    bind_source(select, source);
    return texts(select);
  });
}

std::vector<std::string> expenses_not_read_in(Database& database,
                                              const std::vector<std::string>& ids,
                                              std::int64_t run) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT 1 FROM expenses WHERE public_id = ? AND read_run >= ?");
    std::vector<std::string> result;
    for (const std::string& id : ids) {
      select.bindNoCopy(1, id);
      select.bind(2, run);
      if (!select.executeStep()) result.push_back(id);
      select.reset();
    }
    return result;
  });
}

std::vector<std::string> expenses_of_new_transactions(Database& database, std::int64_t run) {
  return at_border(database.file(), [&] {
    // New rows are those after the newest one at the run's beginning; no index is needed.
    SQLite::Statement select(
        database.connection(),
        "SELECT expense FROM transactions WHERE row > (SELECT last_row_before FROM runs "
        "WHERE run = ?1) AND run = ?1 AND +expense IS NOT NULL "
        "UNION SELECT t.expense FROM transaction_versions v JOIN transactions t ON t.row = v.row "
        "WHERE v.replaced_run = ?1 AND t.run = ?1 AND t.expense IS NOT NULL ORDER BY 1");
    select.bind(1, run);
    return texts(select);
  });
}

std::int64_t count_expenses(Database& database, const Source& source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             fmt::format("SELECT count(*) {} WHERE e.tombstoned_at IS NULL AND {}",
                                         from_expenses, expense_scope(source)));
    bind_source(select, source);
    select.executeStep();
    return select.getColumn(0).getInt64();
  });
}

std::optional<Extent> expense_extent(Database& database, const Source& source, std::int64_t offset,
                                     std::int64_t rows) {
  return at_border(database.file(), [&]() -> std::optional<Extent> {
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT min(created_at), max(created_at) FROM (SELECT e.created_at {} "
                    "WHERE e.tombstoned_at IS NULL AND {} ORDER BY e.created_at, e.public_id "
                    "LIMIT {} OFFSET {})",
                    from_expenses, expense_scope(source), rows, offset));
    bind_source(select, source);
    select.executeStep();
    FieldReader reader(select);
    const auto oldest = reader.optional_instant();
    const auto newest = reader.optional_instant();
    if (!oldest || !newest) return std::nullopt;
    return Extent{*oldest, *newest};
  });
}

}  // namespace bursar::store
