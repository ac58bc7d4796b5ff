#include "store/run_changes.hpp"

#include <array>
#include <initializer_list>
#include <span>
#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/runs.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// Rows of which lines are in files and stand. What was caught up is in the opening balance, not in
// a file.
constexpr const char* handed_over_sql = R"sql(
WITH handed_over AS (
  SELECT row FROM statement_lines WHERE batch IS NOT NULL AND standing = 1 UNION ALL
  SELECT u.row FROM export_units u JOIN export_lines l ON l.unit = u.unit
  WHERE l.entry IS NOT NULL AND l.standing = 1),)sql";

// With min() SQLite takes the other columns from the row that has the minimum: the oldest version
// that the run replaced, which is what was there before it. The unary + keeps SQLite from going
// through all versions instead of those of the run.
constexpr const char* transactions_sql = R"sql(
before AS (
  SELECT *, min(version) FROM transaction_versions WHERE replaced_run >= ?1 GROUP BY +row),
change AS (
  SELECT coalesce(t.group_id, t.id) AS event,
         CASE t.kind WHEN 'BALANCE_TRANSFER' THEN 1 WHEN 'EXPENSE' THEN 2 WHEN 'ADDED_FUNDS' THEN 3
         WHEN 'CONTRIBUTION' THEN 3 ELSE 0 END AS about,
         t.is_refunded > b.is_refunded AS refunded,
         t.is_disputed > b.is_disputed AS disputed, t.is_disputed < b.is_disputed AS undisputed,
         t.is_in_review > b.is_in_review AS reviewed, t.is_in_review < b.is_in_review AS passed,
         (t.amount, t.net_amount, t.tax_amount, t.host_amount, t.host_net_amount, t.platform_fee,
          t.host_fee, t.processor_fee, t.currency, t.host_currency, t.fx_rate) IS NOT
         (b.amount, b.net_amount, b.tax_amount, b.host_amount, b.host_net_amount, b.platform_fee,
          b.host_fee, b.processor_fee, b.currency, b.host_currency, b.fx_rate) AS amended,
         (t.account, t.host) IS NOT (b.account, b.host) AS moved,
         t.cleared_at IS NOT b.cleared_at AS dated,
         t.tombstoned_at IS NOT NULL AND b.tombstoned_at IS NULL AS vanished,
         t.tombstoned_at IS NULL AND b.tombstoned_at IS NOT NULL AS returned,
         t.id <> b.id AS reinserted, EXISTS (
           SELECT 1 FROM handed_over h WHERE h.row = t.row) AS exported
  FROM before b JOIN transactions t ON t.row = b.row
  -- Where rows exchanged places, a tombstone came in the place of another.
  WHERE t.tombstoned_at IS NULL OR b.tombstoned_at IS NULL))sql";
constexpr std::array<const char*, 12> transaction_changes{
    "refunded",
    "disputed",
    "undisputed",
    "reviewed",
    "passed",
    "amended",
    "moved",
    "dated",
    "vanished",
    "returned",
    "reinserted",
    "NOT (refunded OR disputed OR undisputed OR reviewed OR passed OR amended OR moved OR dated OR "
    "vanished OR returned OR reinserted)"};

constexpr const char* expenses_sql = R"sql(
before AS (
  SELECT record, document AS d, min(version) FROM record_versions
  WHERE +record_type = 'expense' AND replaced_run >= ?1 GROUP BY record),
change AS (
  SELECT e.status = 'PAID' AND d ->> 'status' <> 'PAID' AS paid,
         e.status = 'PAID' AND d ->> 'status' <> 'PAID' AND EXISTS (
           SELECT 1 FROM record_versions v WHERE v.record_type = 'expense'
           AND v.record = b.record AND v.document ->> 'status' = 'PAID') AS again,
         e.status <> 'PAID' AND d ->> 'status' = 'PAID' AS unpaid,
         e.status <> 'PAID' AND d ->> 'status' <> 'PAID' AND e.status <> d ->> 'status' AS step,
         c.public_id IS NOT d ->> 'category' AS recategorised,
         (e.amount, e.currency) IS NOT (d ->> 'amount', d ->> 'currency') AS amended,
         a.public_id IS NOT d ->> 'account' AS moved,
         e.tombstoned_at IS NOT NULL AND d ->> 'tombstoned_at' IS NULL AS vanished,
         e.tombstoned_at IS NULL AND d ->> 'tombstoned_at' IS NOT NULL AS returned,
         EXISTS (SELECT 1 FROM transactions t JOIN handed_over h ON h.row = t.row
                 WHERE t.expense = e.public_id) AS exported
  FROM before b JOIN expenses e ON e.row = b.record
       LEFT JOIN accounts a ON a.account = e.account
       LEFT JOIN accounting_categories c ON c.category = e.category))sql";
constexpr std::array<const char*, 10> expense_changes{
    "paid AND NOT again",
    "again",
    "unpaid",
    "step",
    "recategorised",
    "amended",
    "moved",
    "vanished",
    "returned",
    "NOT (paid OR unpaid OR step OR recategorised OR amended OR moved OR vanished OR returned)"};

constexpr const char* orders_sql = R"sql(
before AS (
  SELECT record, document AS d, min(version) FROM record_versions
  WHERE +record_type = 'order' AND replaced_run >= ?1 GROUP BY record),
change AS (
  SELECT c.public_id IS NOT d ->> 'category' AS recategorised, EXISTS (
           SELECT 1 FROM transactions t JOIN handed_over h ON h.row = t.row
           WHERE t.contribution = o.contribution) AS exported
  FROM before b JOIN orders o ON o.contribution = b.record
       LEFT JOIN accounting_categories c ON c.category = o.category))sql";
constexpr std::array<const char*, 1> order_changes{"recategorised"};

// `?2`: individuals, or everybody else.
constexpr const char* accounts_sql = R"sql(
WITH before AS (
  SELECT record, document AS d, min(version) FROM record_versions
  WHERE +record_type = 'account' AND replaced_run >= ?1 GROUP BY record)
SELECT printf('%s (%s)', d ->> 'name', d ->> 'slug'), printf('%s (%s)', a.name, a.slug)
FROM before b JOIN accounts a ON a.account = b.record
WHERE (a.name, a.slug) IS NOT (d ->> 'name', d ->> 'slug') AND (a.type IS 'INDIVIDUAL') = ?2
ORDER BY 1)sql";

constexpr const char* categories_sql = R"sql(
WITH before AS (
  SELECT record, document AS d, min(version) FROM record_versions
  WHERE +record_type = 'category' AND replaced_run >= ?1 GROUP BY record)
SELECT printf('%s %s', d ->> 'code', d ->> 'name'), printf('%s %s', c.code, c.name)
FROM before b JOIN accounting_categories c ON c.category = b.record
WHERE (c.code, c.name) IS NOT (d ->> 'code', d ->> 'name') ORDER BY 1)sql";

constexpr const char* removed_categories_sql =
    "SELECT printf('%s %s', code, name) FROM accounting_categories "
    "WHERE gone_at >= (SELECT started_at FROM runs WHERE run = ?1) ORDER BY 1";

// Counts what has each of these conditions, in the table `change` that `sql` makes.
void count(SQLite::Database& database, const char* sql, std::int64_t run,
           std::span<const char* const> conditions,
           std::initializer_list<RunChanges::Count*> counts) {
  std::string columns;
  for (const char* condition : conditions) {
    columns +=
        fmt::format("{0}count(*) FILTER (WHERE {1}), count(*) FILTER (WHERE exported AND ({1}))",
                    columns.empty() ? "" : ", ", condition);
  }
  SQLite::Statement select(
      database, fmt::format("{}{} SELECT {} FROM change", handed_over_sql, sql, columns));
  select.bind(1, run);
  select.executeStep();
  FieldReader reader(select);
  for (RunChanges::Count* count : counts) {
    count->number = reader.number();
    count->after_export = reader.number();
  }
}

// The same of events: of the rows of one, the one that it is about decides what it is.
void count_events(SQLite::Database& database, std::int64_t run,
                  std::initializer_list<RunChanges::Events*> counts) {
  std::string inner;
  std::string outer;
  for (std::size_t i = 0; i < transaction_changes.size(); ++i) {
    inner += fmt::format(
        ", max(about) FILTER (WHERE {0}) AS about{1}, max(exported) FILTER (WHERE {0}) AS out{1}",
        transaction_changes.at(i), i);
    for (std::size_t event = 0; event < RunChanges::Events().size(); ++event) {
      outer += fmt::format(
          "{0}count(*) FILTER (WHERE about{1} = {2}), "
          "count(*) FILTER (WHERE about{1} = {2} AND out{1} = 1)",
          outer.empty() ? "" : ", ", i, event);
    }
  }
  SQLite::Statement select(
      database, fmt::format("{}{} SELECT {} FROM (SELECT event{} FROM change GROUP BY event)",
                            handed_over_sql, transactions_sql, outer, inner));
  select.bind(1, run);
  select.executeStep();
  FieldReader reader(select);
  for (RunChanges::Events* const events : counts) {
    for (RunChanges::Count& count : *events) {
      count.number = reader.number();
      count.after_export = reader.number();
    }
  }
}

RunChanges::Transactions transactions(SQLite::Database& database, std::int64_t run) {
  RunChanges::Transactions changes;
  count_events(
      database, run,
      {&changes.refunded, &changes.disputed, &changes.disputes_ended, &changes.put_in_review,
       &changes.reviews_ended, &changes.amended, &changes.moved, &changes.dated, &changes.vanished,
       &changes.returned, &changes.reinserted, &changes.otherwise});
  return changes;
}

RunChanges::Expenses expenses(SQLite::Database& database, std::int64_t run) {
  RunChanges::Expenses changes;
  count(
      database, expenses_sql, run, expense_changes,
      {&changes.paid, &changes.paid_again, &changes.unpaid, &changes.status, &changes.recategorised,
       &changes.amended, &changes.moved, &changes.vanished, &changes.returned, &changes.otherwise});
  return changes;
}

// Pulls that were killed, or that a disk ended, have told nothing of what they changed. What only
// reads the rows, as an export does, tells nothing either way.
std::int64_t first_untold(SQLite::Database& database, std::int64_t last) {
  SQLite::Statement select(
      database, fmt::format("SELECT coalesce(max(run), 0) + 1 FROM runs WHERE run < ? AND {} "
                            "AND exit_status IS NOT NULL AND exit_status NOT IN (73, 74)",
                            is_pull));
  select.bind(1, last);
  select.executeStep();
  return select.getColumn(0).getInt64();
}

std::vector<RunChanges::Renamed> renamed(SQLite::Statement& select) {
  std::vector<RunChanges::Renamed> result;
  while (select.executeStep()) {
    result.push_back({select.getColumn(0).getString(), select.getColumn(1).getString()});
  }
  return result;
}

std::vector<RunChanges::Renamed> renamed_accounts(SQLite::Database& database, std::int64_t run,
                                                  bool individuals) {
  SQLite::Statement select(database, accounts_sql);
  FieldBinder(select).number(run).flag(individuals);
  return renamed(select);
}

}  // namespace

RunChanges changes_of_run(Database& database, std::int64_t last) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    const std::int64_t run = first_untold(connection, last);
    RunChanges changes;
    changes.transactions = transactions(connection, run);
    changes.expenses = expenses(connection, run);
    count(connection, orders_sql, run, order_changes, {&changes.contributions_recategorised});
    changes.accounts = renamed_accounts(connection, run, false);
    changes.people_renamed =
        static_cast<std::int64_t>(renamed_accounts(connection, run, true).size());
    SQLite::Statement categories(connection, categories_sql);
    categories.bind(1, run);
    changes.categories = renamed(categories);
    SQLite::Statement removed(connection, removed_categories_sql);
    removed.bind(1, run);
    while (removed.executeStep()) {
      changes.removed_categories.push_back(removed.getColumn(0).getString());
    }
    return changes;
  });
}

}  // namespace bursar::store
