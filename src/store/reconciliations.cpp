#include "store/reconciliations.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/news.hpp"
#include "store/runs.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

void drop_figures(SQLite::Database& connection, const Reconciliation& reconciliation) {
  for (const char* table : {"reconciled_balances", "reconciled_differences"}) {
    SQLite::Statement remove(
        connection, fmt::format("DELETE FROM {} WHERE reconciliation IN (SELECT reconciliation "
                                "FROM reconciliations WHERE source = ? AND short_form = ?)",
                                table));
    FieldBinder(remove).number(reconciliation.source).flag(reconciliation.short_form);
    remove.exec();
  }
}

std::int64_t put_head(Database& database, const Reconciliation& reconciliation) {
  const Seen seen = newest(database);
  SQLite::Statement insert(
      database.connection(),
      "INSERT INTO reconciliations (source, made_at, safe_at, read_to_at, short_form, remaining, "
      "seen_row, seen_transaction_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  FieldBinder(insert)
      .number(reconciliation.source)
      .instant(reconciliation.made_at)
      .instant(reconciliation.safe)
      .instant(reconciliation.read_to)
      .flag(reconciliation.short_form)
      .number(reconciliation.remaining)
      .number(seen.row)
      .number(seen.transaction_version);
  insert.exec();
  return database.connection().getLastInsertRowid();
}

void put_balances(SQLite::Database& connection, std::int64_t key,
                  const std::vector<ReconciledBalance>& balances) {
  SQLite::Statement insert(connection,
                           "INSERT INTO reconciled_balances VALUES "
                           "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  std::int64_t position = 0;
  for (const ReconciledBalance& balance : balances) {
    FieldBinder(insert)
        .number(key)
        .number(position++)
        .copied(balance.account)
        .copied(balance.slug)
        .copied(std::string(balance.currency.code()))
        .number(balance.rows)
        .number(balance.stored_then)
        .number(balance.platform_then)
        .number(balance.stored_now)
        .number(balance.platform_now)
        .copied(balance.state);
    run(insert);
  }
}

void put_differences(SQLite::Database& connection, std::int64_t key,
                     const std::vector<ReconciledDifference>& differences) {
  SQLite::Statement insert(connection,
                           "INSERT INTO reconciled_differences VALUES "
                           "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  std::int64_t position = 0;
  for (const ReconciledDifference& difference : differences) {
    FieldBinder(insert)
        .number(key)
        .number(position++)
        .copied(difference.code)
        .copied(difference.account)
        .copied(difference.slug)
        .copied(std::string(difference.currency.code()))
        .number(difference.amount)
        .instant(difference.month)
        .copied(difference.kind)
        .copied(difference.detail)
        .flag(difference.repaired)
        .flag(difference.theirs)
        .flag(difference.remains);
    run(insert);
  }
}

std::vector<ReconciledBalance> read_balances(SQLite::Database& connection, std::int64_t key) {
  SQLite::Statement select(
      connection,
      "SELECT account, slug, currency, rows, stored_then, platform_then, stored_now, "
      "platform_now, state FROM reconciled_balances WHERE reconciliation = ? ORDER BY position");
  select.bind(1, key);
  std::vector<ReconciledBalance> balances;
  while (select.executeStep()) {
    FieldReader read(select);
    ReconciledBalance& balance = balances.emplace_back();
    balance.account = read.text();
    balance.slug = read.text();
    balance.currency = read.currency();
    balance.rows = read.number();
    balance.stored_then = read.number();
    balance.platform_then = read.optional_number();
    balance.stored_now = read.number();
    balance.platform_now = read.optional_number();
    balance.state = read.text();
  }
  return balances;
}

std::vector<ReconciledDifference> read_differences(SQLite::Database& connection, std::int64_t key) {
  SQLite::Statement select(
      connection,
      "SELECT code, account, slug, currency, amount, starts_at, kind, detail, repaired, "
      "theirs, remains "
      "FROM reconciled_differences WHERE reconciliation = ? ORDER BY position");
  select.bind(1, key);
  std::vector<ReconciledDifference> differences;
  while (select.executeStep()) {
    FieldReader read(select);
    ReconciledDifference& difference = differences.emplace_back();
    difference.code = read.text();
    difference.account = read.text();
    difference.slug = read.text();
    difference.currency = read.currency();
    difference.amount = read.number();
    difference.month = read.optional_instant();
    difference.kind = read.text();
    difference.detail = read.text();
    difference.repaired = read.flag();
    difference.theirs = read.flag();
    difference.remains = read.flag();
  }
  return differences;
}

}  // namespace

void put_reconciliation(Database& database, const Reconciliation& reconciliation) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    drop_figures(connection, reconciliation);
    const std::int64_t key = put_head(database, reconciliation);
    put_balances(connection, key, reconciliation.balances);
    put_differences(connection, key, reconciliation.differences);
  });
}

std::optional<Reconciliation> last_reconciliation(Database& database, std::int64_t source,
                                                  bool short_form) {
  return at_border(database.file(), [&]() -> std::optional<Reconciliation> {
    SQLite::Database& connection = database.connection();
    SQLite::Statement select(
        connection,
        "SELECT reconciliation, made_at, safe_at, read_to_at, remaining FROM reconciliations "
        "WHERE source = ? AND short_form = ? ORDER BY reconciliation DESC LIMIT 1");
    FieldBinder(select).number(source).flag(short_form);
    if (!select.executeStep()) return std::nullopt;
    FieldReader read(select);
    const std::int64_t key = read.number();
    Reconciliation last;
    last.source = source;
    last.made_at = read.instant();
    last.safe = read.instant();
    last.read_to = read.instant();
    last.short_form = short_form;
    last.remaining = read.number();
    last.balances = read_balances(connection, key);
    last.differences = read_differences(connection, key);
    return last;
  });
}

std::int64_t rows_since(Database& database, const Source& source,
                        const Reconciliation& reconciliation) {
  return at_border(database.file(), [&]() -> std::int64_t {
    SQLite::Database& connection = database.connection();
    const TransactionScope scope = transaction_scope(connection, source);
    std::string keys;
    for (const ledger::Key key : scope.keys) {
      keys += (keys.empty() ? "" : ", ") + std::to_string(key);
    }
    SQLite::Statement select(
        connection,
        fmt::format("WITH last AS (SELECT seen_row, seen_transaction_version FROM reconciliations "
                    "WHERE source = ?1 AND short_form = ?2 ORDER BY reconciliation DESC LIMIT 1) "
                    "SELECT count(*) FROM (SELECT t.row FROM transactions t, last "
                    "WHERE t.row > last.seen_row AND t.{0} IN ({1}) UNION "
                    "SELECT v.row FROM transaction_versions v, last JOIN transactions t "
                    "ON t.row = v.row WHERE v.entry > last.seen_transaction_version "
                    "AND t.{0} IN ({1}))",
                    scope.column, keys));
    FieldBinder(select).number(source.source).flag(reconciliation.short_form);
    select.executeStep();
    return select.getColumn(0).getInt64();
  });
}

std::optional<ledger::Instant> pulled_since(Database& database, const Source& source,
                                            const Reconciliation& reconciliation) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        fmt::format("SELECT max(r.started_at) FROM runs r JOIN run_outcomes o ON o.run = r.run "
                    "WHERE {} AND o.source IN (?, '') AND r.started_at > ?",
                    is_pull));
    FieldBinder(select).copied(source.name).instant(reconciliation.made_at);
    select.executeStep();
    FieldReader read(select);
    return read.optional_instant();
  });
}

}  // namespace bursar::store
