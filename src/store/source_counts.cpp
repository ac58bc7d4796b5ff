// How much is stored of a source.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/queries.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

void count_transactions(SQLite::Database& database, const TransactionScope& scope,
                        SourceCounts& counts) {
  SQLite::Statement select(database,
                           fmt::format("SELECT count(*), max(created_at) FROM transactions "
                                       "WHERE {} = ? AND tombstoned_at IS NULL",
                                       scope.column));
  SQLite::Statement changed(database,
                            fmt::format("SELECT count(DISTINCT v.row) FROM transaction_versions v "
                                        "JOIN transactions t ON t.row = v.row "
                                        "WHERE t.{} = ? AND t.tombstoned_at IS NULL",
                                        scope.column));
  for (const ledger::Key key : scope.keys) {
    select.bind(1, key);
    select.executeStep();
    FieldReader reader(select);
    counts.transactions += reader.number();
    const auto newest = reader.optional_instant();
    if (newest) counts.newest_transaction = std::max(counts.newest_transaction, newest);
    select.reset();
    changed.bind(1, key);
    changed.executeStep();
    counts.changed_rows += changed.getColumn(0).getInt64();
    changed.reset();
  }
}

std::int64_t count_accounts(SQLite::Database& database, const Source& source,
                            const TransactionScope& scope) {
  if (source.perspective == "account") return static_cast<std::int64_t>(scope.keys.size());
  SQLite::Statement select(database,
                           "SELECT count(*) FROM accounts a WHERE a.host = ?1 OR EXISTS "
                           "(SELECT 1 FROM account_hosts x WHERE x.account = a.account AND x.host "
                           "= (SELECT account FROM accounts WHERE public_id = ?1))");
  select.bindNoCopy(1, source.account);
  select.executeStep();
  return select.getColumn(0).getInt64();
}

}  // namespace

SourceCounts count_source(Database& database, const Source& source) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SourceCounts counts;
    const TransactionScope scope = transaction_scope(connection, source);
    count_transactions(connection, scope, counts);
    counts.accounts = count_accounts(connection, source, scope);
    SQLite::Statement expenses(
        connection, fmt::format("SELECT count(*) FROM expenses e JOIN accounts a "
                                "ON a.account = e.account WHERE e.tombstoned_at IS NULL AND {}",
                                expense_scope(source)));
    expenses.bind(1, source.source);
    expenses.bindNoCopy(2, source.account);
    expenses.executeStep();
    counts.expenses = expenses.getColumn(0).getInt64();
    SQLite::Statement unreadable(connection, "SELECT count(*) FROM quarantine WHERE source = ?");
    unreadable.bind(1, source.source);
    unreadable.executeStep();
    counts.unreadable = unreadable.getColumn(0).getInt64();
    return counts;
  });
}

}  // namespace bursar::store
