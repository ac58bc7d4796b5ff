#include "store/deletions.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/expense_writer.hpp"
#include "store/fields.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_writer.hpp"

namespace bursar::store {

void note_missing(Database& database, std::int64_t source, Stream stream, const std::string& id,
                  const WriteContext& context) {
  at_border(database.file(), [&] {
    SQLite::Statement upsert(
        database.connection(),
        "INSERT INTO suspects (source, stream, record, runs_missed, first_missed_at, "
        "last_missed_at, last_run) VALUES (?1, ?2, ?3, 1, ?4, ?4, ?5) "
        "ON CONFLICT (source, stream, record) DO UPDATE SET runs_missed = runs_missed + 1, "
        "last_missed_at = ?4, last_run = ?5 WHERE last_run <> ?5");
    FieldBinder(upsert)
        .number(source)
        .literal(stream_name(stream))
        .text(id)
        .instant(context.now)
        .number(context.run);
    upsert.exec();
  });
}

void clear_suspect(Database& database, std::int64_t source, Stream stream, const std::string& id) {
  at_border(database.file(), [&] {
    SQLite::Statement remove(database.connection(),
                             "DELETE FROM suspects WHERE source = ? AND stream = ? AND record = ?");
    FieldBinder(remove).number(source).literal(stream_name(stream)).text(id);
    remove.exec();
  });
}

std::vector<Suspect> suspects(Database& database, std::int64_t source, Stream stream) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT record, runs_missed, first_missed_at, last_missed_at "
                             "FROM suspects WHERE source = ? AND stream = ? ORDER BY record");
    FieldBinder(select).number(source).literal(stream_name(stream));
    std::vector<Suspect> result;
    while (select.executeStep()) {
      FieldReader reader(select);
      Suspect& suspect = result.emplace_back();
      suspect.id = reader.text();
      suspect.runs_missed = reader.number();
      suspect.first_missed = reader.instant();
      suspect.last_missed = reader.instant();
    }
    return result;
  });
}

std::vector<PaidExpense> paid_among(Database& database, const std::vector<std::string>& ids) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT public_id, description, amount, currency FROM expenses "
                             "WHERE public_id = ? AND status = 'PAID' AND tombstoned_at IS NULL");
    std::vector<PaidExpense> paid;
    for (const std::string& id : ids) {
      select.bindNoCopy(1, id);
      if (select.executeStep()) {
        FieldReader reader(select);
        PaidExpense& expense = paid.emplace_back();
        expense.id = reader.text();
        expense.description = reader.text();
        expense.amount.hundredths = reader.number();
        expense.amount.currency = reader.currency();
      }
      select.reset();
    }
    return paid;
  });
}

bool bury(Database& database, Stream stream, const std::string& id, const WriteContext& context) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    const bool buried = stream == Stream::transactions
                            ? TransactionWriter(connection).bury(id, context)
                            : ExpenseWriter(connection).bury(id, context);
    SQLite::Statement remove(connection, "DELETE FROM suspects WHERE stream = ? AND record = ?");
    FieldBinder(remove).literal(stream_name(stream)).text(id);
    remove.exec();
    return buried;
  });
}

}  // namespace bursar::store
