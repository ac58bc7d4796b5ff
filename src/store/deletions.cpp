#include "store/deletions.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/expense_writer.hpp"
#include "store/fields.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_writer.hpp"

namespace bursar::store {
namespace {

const char* stream_name(Stream stream) {
  return stream == Stream::transactions ? "transactions" : "expenses";
}

// The records in question as `FROM … WHERE …`, with the id as `id`. Parameters: ?1 source, ?2 its
// account, ?3 and ?4 the window, ?5 the member or NULL.
std::string records_within(const Source& source, Stream stream) {
  const char* window = "created_at >= ?3 AND created_at < ?4 AND tombstoned_at IS NULL";
  const char* member = "(?5 IS NULL OR a.public_id = ?5)";
  if (stream == Stream::expenses) {
    return fmt::format(
        "FROM (SELECT e.public_id AS id FROM expenses e JOIN accounts a ON a.account = e.account "
        "WHERE e.{} AND {} AND {})",
        window, expense_scope(source), member);
  }
  if (source.perspective == "host") {
    return fmt::format(
        "FROM (SELECT t.id FROM accounts h JOIN transactions t ON t.host = h.account "
        "JOIN accounts a ON a.account = t.account "
        "WHERE ?1 IS NOT NULL AND h.public_id = ?2 AND t.{} AND {})",
        window, member);
  }
  return fmt::format(
      "FROM (SELECT t.id FROM accounts a JOIN transactions t ON t.account = a.account "
      "WHERE (a.public_id = ?2 OR a.public_id IN (SELECT account FROM source_members "
      "WHERE source = ?1)) AND t.{} AND {})",
      window, member);
}

void bind_window(SQLite::Statement& statement, const Source& source, const Interval& window,
                 const std::string& member) {
  FieldBinder(statement)
      .number(source.source)
      .text(source.account)
      .instant(window.from)
      .instant(window.to)
      .text(member);
}

}  // namespace

std::vector<std::string> stored_ids(Database& database, const Source& source, Stream stream,
                                    const Interval& window, const std::string& member) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT id " + records_within(source, stream) + " ORDER BY id");
    bind_window(select, source, window, member);
    std::vector<std::string> ids;
    while (select.executeStep()) ids.push_back(select.getColumn(0).getString());
    return ids;
  });
}

std::int64_t count_stored(Database& database, const Source& source, Stream stream,
                          const Interval& window, const std::string& member) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT count(*) " + records_within(source, stream));
    bind_window(select, source, window, member);
    select.executeStep();
    return std::int64_t{select.getColumn(0).getInt64()};
  });
}

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
