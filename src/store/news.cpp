#include "store/news.hpp"

#include <array>
#include <string_view>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_reader.hpp"

namespace bursar::store {
namespace {

// ?1 to ?4 are the members of Seen. The unary + keeps SQLite from going through all versions of a
// type instead of the new ones. Nothing of a tombstone is left that its account could move.
constexpr std::array<const char*, 6> touched_rows{
    "SELECT row FROM transactions WHERE row > ?1",
    "SELECT row FROM transaction_versions WHERE entry > ?2",
    "SELECT t.row FROM expenses e JOIN transactions t ON t.expense = e.public_id "
    "WHERE e.row > ?3",
    "SELECT t.row FROM (SELECT DISTINCT record FROM record_versions "
    "WHERE entry > ?4 AND +record_type = 'expense') v CROSS JOIN expenses e ON e.row = v.record "
    "CROSS JOIN transactions t ON t.expense = e.public_id",
    "SELECT t.row FROM (SELECT DISTINCT record FROM record_versions "
    "WHERE entry > ?4 AND +record_type = 'order') v CROSS JOIN transactions t "
    "ON t.contribution = v.record",
    "SELECT t.row FROM (SELECT DISTINCT a.account FROM record_versions v JOIN accounts a "
    "ON a.account = v.record WHERE v.entry > ?4 AND +v.record_type = 'account' "
    "AND (v.document ->> 'parent' IS NOT a.parent OR v.document ->> 'type' IS NOT a.type)) a "
    "CROSS JOIN transactions t ON t.account = a.account AND t.tombstoned_at IS NULL",
};

void collect_rows(SQLite::Database& database, const Seen& since) {
  database.exec(
      "CREATE TEMP TABLE IF NOT EXISTS touched_rows (row INTEGER PRIMARY KEY);"
      "DELETE FROM temp.touched_rows");
  for (const char* select : touched_rows) {
    SQLite::Statement insert(database,
                             std::string("INSERT OR IGNORE INTO temp.touched_rows ") + select);
    insert.clearBindings();
    const std::array<std::int64_t, 4> values{since.row, since.transaction_version, since.expense,
                                             since.record_version};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string name = "?" + std::to_string(i + 1);
      if (std::string_view(select).find(name) == std::string_view::npos) continue;
      insert.bind(static_cast<int>(i) + 1, values[i]);
    }
    insert.exec();
  }
}

}  // namespace

Seen newest(Database& database) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT (SELECT coalesce(max(row), 0) FROM transactions), "
                             "(SELECT coalesce(max(entry), 0) FROM transaction_versions), "
                             "(SELECT coalesce(max(row), 0) FROM expenses), "
                             "(SELECT coalesce(max(entry), 0) FROM record_versions)");
    select.executeStep();
    FieldReader read(select);
    Seen seen;
    seen.row = read.number();
    seen.transaction_version = read.number();
    seen.expense = read.number();
    seen.record_version = read.number();
    return seen;
  });
}

void for_each_touched_transaction(
    Database& database, const Seen& since, std::int64_t profile, Orders orders,
    const std::function<void(const StoredTransaction& row, bool deleted)>& visit) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    std::string condition;
    // At first everything is new: no list of it is needed.
    if (since != Seen{}) {
      collect_rows(connection, since);
      SQLite::Statement pending(connection,
                                "INSERT OR IGNORE INTO temp.touched_rows "
                                "SELECT CAST(record AS INTEGER) FROM export_pending "
                                "WHERE profile = ?");
      pending.bind(1, profile);
      pending.exec();
      condition = "WHERE t.row IN (SELECT row FROM temp.touched_rows) ";
    }
    SQLite::Statement select(
        connection,
        fmt::format("SELECT {}, t.tombstoned_at IS NOT NULL FROM {} {} ORDER BY t.row",
                    TransactionReader::columns(), TransactionReader::tables, condition));
    TransactionReader reader(connection, orders);
    TransactionReader::Read read;
    while (select.executeStep()) {
      TransactionReader::read(select, read);
      reader.complete(read);
      visit(read.stored, select.getColumn(read.next_column).getInt() != 0);
    }
  });
}

void for_each_touched_group(Database& database, const Seen& since, std::int64_t profile,
                            bool unmapped_too,
                            const std::function<void(const std::string& group)>& visit) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    collect_rows(connection, since);
    connection.exec(
        "CREATE TEMP TABLE IF NOT EXISTS touched_groups (id TEXT PRIMARY KEY) WITHOUT ROWID;"
        "DELETE FROM temp.touched_groups;"
        "INSERT OR IGNORE INTO temp.touched_groups SELECT coalesce(t.group_id, t.id) "
        "FROM temp.touched_rows r CROSS JOIN transactions t ON t.row = r.row");
    SQLite::Statement former(connection,
                             "INSERT OR IGNORE INTO temp.touched_groups "
                             "SELECT coalesce(group_id, id) FROM transaction_versions "
                             "WHERE entry > ?");
    former.bind(1, since.transaction_version);
    former.exec();
    SQLite::Statement pending(connection,
                              "INSERT OR IGNORE INTO temp.touched_groups "
                              "SELECT record FROM export_pending WHERE profile = ?");
    pending.bind(1, profile);
    pending.exec();
    if (unmapped_too) {
      // CROSS JOIN: from the few lines on suspense to their groups, not through all groups.
      SQLite::Statement unmapped(connection,
                                 "INSERT OR IGNORE INTO temp.touched_groups SELECT g.group_id "
                                 "FROM export_units u CROSS JOIN export_groups g "
                                 "ON g.export_group = u.export_group "
                                 "WHERE u.unmapped = 1 AND g.profile = ?");
      unmapped.bind(1, profile);
      unmapped.exec();
    }
    SQLite::Statement select(connection, "SELECT id FROM temp.touched_groups ORDER BY id");
    while (select.executeStep()) visit(select.getColumn(0).getString());
  });
}

void for_each_touched_expense(Database& database, const Seen& since,
                              const std::function<void(std::int64_t row)>& visit) {
  at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT row FROM expenses WHERE row > ?1 UNION "
                             "SELECT record FROM record_versions "
                             "WHERE entry > ?2 AND +record_type = 'expense' ORDER BY 1");
    select.bind(1, since.expense);
    select.bind(2, since.record_version);
    while (select.executeStep()) visit(select.getColumn(0).getInt64());
  });
}

}  // namespace bursar::store
