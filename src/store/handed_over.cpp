#include "store/handed_over.hpp"

#include <array>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/source_scope.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Rows that came or changed since. ?1 to ?3 are members of Seen. Accounts matter where another
// parent or type moves them into or out of the books.
constexpr std::array<const char*, 3> rows_since{
    "SELECT row FROM transactions WHERE row > ?1",
    "SELECT row FROM transaction_versions WHERE entry > ?1",
    "SELECT t.row FROM (SELECT DISTINCT a.account FROM record_versions v JOIN accounts a "
    "ON a.account = v.record WHERE v.entry > ?1 AND +v.record_type = 'account' "
    "AND (v.document ->> 'parent' IS NOT a.parent OR v.document ->> 'type' IS NOT a.type)) a "
    "CROSS JOIN transactions t ON t.account = a.account AND t.tombstoned_at IS NULL"};

// Both tables are made anew: `<name>_rows`, and `<name>_groups` of these rows and of what they
// were.
void collect_since(SQLite::Database& database, const std::string& name, const Seen& seen) {
  database.exec(
      fmt::format("CREATE TEMP TABLE IF NOT EXISTS {0}_rows (row INTEGER PRIMARY KEY);"
                  "CREATE TEMP TABLE IF NOT EXISTS {0}_groups (id TEXT PRIMARY KEY) WITHOUT ROWID;"
                  "DELETE FROM temp.{0}_rows; DELETE FROM temp.{0}_groups",
                  name));
  const std::array<std::int64_t, 3> since{seen.row, seen.transaction_version, seen.record_version};
  for (std::size_t i = 0; i < rows_since.size(); ++i) {
    SQLite::Statement insert(
        database, fmt::format("INSERT OR IGNORE INTO temp.{}_rows {}", name, rows_since[i]));
    insert.bind(1, since[i]);
    insert.exec();
  }
  SQLite::Statement groups(database,
                           fmt::format("INSERT OR IGNORE INTO temp.{0}_groups "
                                       "SELECT coalesce(t.group_id, t.id) FROM temp.{0}_rows u "
                                       "CROSS JOIN transactions t ON t.row = u.row UNION "
                                       "SELECT coalesce(group_id, id) FROM transaction_versions "
                                       "WHERE entry > ?1",
                                       name));
  groups.bind(1, seen.transaction_version);
  groups.exec();
}

// Besides: lines that were handed over since, and what waited then. ?1 the line, ?2 the profile.
constexpr const char* rows_of_lines =
    "INSERT OR IGNORE INTO temp.touched_rows "
    "SELECT l.row FROM statement_lines l JOIN streams s ON s.stream = l.stream "
    "WHERE l.line > ?1 AND s.profile = ?2 UNION SELECT CAST(record AS INTEGER) "
    "FROM looked_over_pending WHERE profile = ?2";
constexpr const char* groups_of_lines =
    "INSERT OR IGNORE INTO temp.touched_groups "
    "SELECT g.group_id FROM export_lines l JOIN export_units n ON n.unit = l.unit "
    "JOIN export_groups g ON g.export_group = n.export_group "
    "WHERE l.line > ?1 AND g.profile = ?2 UNION SELECT record "
    "FROM looked_over_pending WHERE profile = ?2";

// What has to be looked at again of a profile: of a statement the rows, of a journal the groups and
// all their rows.
void collect_touched(SQLite::Database& database, const Profile& profile, const LookedOver& since) {
  collect_since(database, "touched", since.seen);
  const bool journal = profile.kind == "journal";
  SQLite::Statement lines(database, journal ? groups_of_lines : rows_of_lines);
  FieldBinder(lines).number(since.line).number(profile.profile);
  lines.exec();
  if (!journal) return;
  // CROSS JOIN: from the few groups to their rows. SQLite knows nothing of temporary tables and
  // would go through all rows.
  database.exec(
      "INSERT OR IGNORE INTO temp.touched_rows SELECT t.row FROM temp.touched_groups g "
      "CROSS JOIN transactions t ON t.group_id = g.id UNION "
      "SELECT t.row FROM temp.touched_groups g "
      "CROSS JOIN transactions t ON t.id = g.id WHERE +t.group_id IS NULL");
}

// Conditions that leave everything in, or what was touched alone. Of rows `r`, whose other
// condition must not lead through an index then, lines `l` and groups `g`.
struct Part {
  std::string rows;
  const char* lines = "";
  const char* groups = "";
};

// Rows of the source and standing lines, brought together by row. ?1 the profile.
std::string statement_text(const Part& part) {
  return fmt::format(
      "SELECT t.id, t.account, t.host, coalesce(a.public_id, m.stream_account), a.slug, "
      "m.currency, t.created_at, t.kind, m.stored, m.issued, m.caught_up, 0, 0, "
      "p.reason, u.row IS NOT NULL FROM ("
      "SELECT row, currency, sum(stored) AS stored, sum(issued) AS issued, "
      "sum(caught_up) AS caught_up, max(stream_account) AS stream_account FROM ("
      "SELECT r.row, r.host_currency AS currency, r.host_net_amount AS stored, 0 AS issued, "
      "0 AS caught_up, NULL AS stream_account FROM transactions r "
      "WHERE {0} AND r.tombstoned_at IS NULL UNION ALL "
      "SELECT l.row, s.currency, 0, iif(l.batch IS NULL, 0, l.amount), "
      "iif(l.batch IS NULL, l.amount, 0), s.account FROM streams s "
      "JOIN statement_lines l ON l.stream = s.stream WHERE s.profile = ?1 AND l.standing = 1{1}"
      ") GROUP BY row, currency) m "
      "LEFT JOIN transactions t ON t.row = m.row LEFT JOIN accounts a ON a.account = t.account "
      "LEFT JOIN temp.unseen_rows u ON u.row = m.row "
      "LEFT JOIN export_pending p ON p.profile = ?1 AND p.record = CAST(m.row AS TEXT)",
      part.rows, part.lines);
}

// The same by group and account. With min() the other columns are those of the row it is found in
// (SQLite's own rule): the main one (R6). A money line is the other side of its line and of the tax
// that the software adds to that.
std::string journal_text(const Part& part) {
  return fmt::format(
      "SELECT m.record, m.account, m.host, a.public_id, a.slug, m.currency, m.created_at, m.kind, "
      "m.stored, m.issued, m.caught_up, m.legacy_fee, m.vat_held, p.reason, u.id IS NOT NULL FROM ("
      "SELECT record, account, host, currency, created_at, kind, sum(stored) AS stored, "
      "sum(issued) AS issued, sum(caught_up) AS caught_up, sum(legacy_fee) AS legacy_fee, "
      "sum(vat_held) AS vat_held, min(rank) FROM ("
      "SELECT coalesce(r.group_id, r.id) AS record, r.account, r.host, "
      "r.host_currency AS currency, r.created_at, r.kind, r.host_net_amount AS stored, "
      "0 AS issued, 0 AS caught_up, 0 AS legacy_fee, 0 AS vat_held, "
      "iif(r.kind IN ('CONTRIBUTION', 'ADDED_FUNDS', 'EXPENSE', 'BALANCE_TRANSFER'), 0, 1) AS rank "
      "FROM transactions r WHERE {0} AND r.tombstoned_at IS NULL UNION ALL "
      "SELECT g.group_id, t.account, t.host, c.currency, t.created_at, t.kind, 0, "
      "iif(l.entry IS NULL OR n.part = 11, 0, -l.amount - l.software_tax), "
      "iif(l.entry IS NULL AND n.part <> 11, -l.amount - l.software_tax, 0), "
      "iif(n.part = 11, -l.amount - l.software_tax, 0), iif(l.role = 3, l.amount, 0), 2 "
      "FROM export_groups g JOIN export_units n ON n.export_group = g.export_group "
      "JOIN export_lines l ON l.unit = n.unit AND l.standing = 1 "
      "JOIN codings c ON c.coding = l.coding LEFT JOIN transactions t ON t.row = n.row "
      "WHERE g.profile = ?1{1}) GROUP BY record, account, host, currency) m "
      "LEFT JOIN accounts a ON a.account = m.account "
      "LEFT JOIN temp.unseen_groups u ON u.id = m.record "
      "LEFT JOIN export_pending p ON p.profile = ?1 AND p.record = m.record",
      part.rows, part.groups);
}

Part part_of(const TransactionScope& scope, bool touched) {
  std::string keys;
  for (const ledger::Key key : scope.keys) {
    keys += (keys.empty() ? "" : ", ") + std::to_string(key);
  }
  const std::string rows = fmt::format("{}r.{} IN ({})", touched ? "+" : "", scope.column, keys);
  if (!touched) return {rows};
  return {rows + " AND r.row IN (SELECT row FROM temp.touched_rows)",
          " AND l.row IN (SELECT row FROM temp.touched_rows)",
          " AND g.group_id IN (SELECT id FROM temp.touched_groups)"};
}

HandedOver read_handed_over(SQLite::Statement& select) {
  FieldReader read(select);
  HandedOver found;
  found.record = read.text();
  found.account = read.key();
  found.host = read.key();
  found.account_id = read.text();
  found.slug = read.text();
  found.currency = read.currency();
  found.created_at = read.instant();
  found.kind = read.text();
  found.stored = read.number();
  found.issued = read.number();
  found.caught_up = read.number();
  found.legacy_fee = read.number();
  found.vat_held = read.number();
  const std::string reason = read.text();
  const bool unseen = read.flag();
  if (reason == "held") found.standing = Standing::held;
  if (reason == "waiting" || unseen) found.standing = Standing::waiting;
  return found;
}

}  // namespace

void for_each_handed_over(Database& database, const Profile& profile, const Source& source,
                          const std::optional<LookedOver>& since,
                          const std::function<void(const HandedOver&)>& visit) {
  at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    collect_since(connection, "unseen", profile.seen);
    if (since) collect_touched(connection, profile, *since);
    const Part part = part_of(transaction_scope(connection, source), since.has_value());
    SQLite::Statement select(connection,
                             profile.kind == "journal" ? journal_text(part) : statement_text(part));
    select.bind(1, profile.profile);
    while (select.executeStep()) visit(read_handed_over(select));
  });
}

std::vector<StreamTotal> stream_totals(Database& database, std::int64_t profile) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT s.account, s.slug, s.currency, s.opening + s.issued, "
                             "coalesce(l.total, 0) FROM streams s LEFT JOIN (SELECT stream, "
                             "sum(amount) AS total FROM statement_lines GROUP BY stream) l "
                             "ON l.stream = s.stream WHERE s.profile = ? ORDER BY s.stream");
    select.bind(1, profile);
    std::vector<StreamTotal> totals;
    while (select.executeStep()) {
      FieldReader read(select);
      StreamTotal& total = totals.emplace_back();
      total.account = read.text();
      total.slug = read.text();
      total.currency = read.currency();
      total.told = read.number();
      total.lines = read.number();
    }
    return totals;
  });
}

}  // namespace bursar::store
