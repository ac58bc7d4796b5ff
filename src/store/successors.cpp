#include "store/successors.hpp"

#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/json_list.hpp"
#include "store/runs.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_row.hpp"

namespace bursar::store {
namespace {

// Rows `t` of which nothing was ever handed over.
constexpr const char* is_untouched =
    "NOT EXISTS (SELECT 1 FROM export_units u WHERE u.row = t.row) "
    "AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.row = t.row)";

// All that is booked of a row and what it is for: columns of the row that SQL calls so.
std::string likeness_of(const char* row) {
  return fmt::format(
      "{0}.account, {0}.direction, {0}.kind, {0}.opposite_account, {0}.host, {0}.contribution, "
      "{0}.expense, {0}.currency, {0}.amount, {0}.net_amount, {0}.tax_amount, {0}.host_currency, "
      "{0}.host_amount, {0}.host_net_amount, {0}.platform_fee, {0}.host_fee, {0}.processor_fee, "
      "{0}.is_refund",
      row);
}

// The last pull that ended well before an instant, which SQL names: it saw all there was. So did
// those after which only the books differed (4).
std::string last_good_run(const std::string& before) {
  return fmt::format(
      "coalesce((SELECT max(run) FROM runs WHERE {} AND exit_status IN (0, 4) "
      "AND ended_at < {}), 0)",
      is_pull, before);
}

// Rows `t` that came after a run, which SQL names, or rose from their tombstones after it.
std::string came_after(const std::string& run) {
  return fmt::format(
      "(t.first_run > {0} OR EXISTS (SELECT 1 FROM transaction_versions v WHERE v.row = t.row "
      "AND v.tombstoned_at IS NOT NULL AND v.replaced_run > {0}))",
      run);
}

// The places of all such rows.
std::string places_after(const std::string& run) {
  return fmt::format(
      "SELECT row FROM transactions WHERE row > (SELECT min(last_row_before) FROM runs "
      "WHERE run > {0}) UNION SELECT row FROM transaction_versions "
      "WHERE replaced_run > {0} AND tombstoned_at IS NOT NULL",
      run);
}

// The rows that may take the place of one that is gone, and by what they are found. `came`: the
// last run that brought the row, or raised it from its tombstone; `event`: its group, or its time
// where it has none.
constexpr const char* newcomers_table =
    "CREATE TEMP TABLE IF NOT EXISTS newcomers (row INTEGER PRIMARY KEY, came INTEGER, event, "
    "created_at INTEGER, likeness TEXT);"
    "CREATE INDEX IF NOT EXISTS temp.newcomers_by_event ON newcomers (event, likeness);"
    "CREATE INDEX IF NOT EXISTS temp.newcomers_by_time ON newcomers (created_at, likeness);"
    "DELETE FROM temp.newcomers";

// Adds those of the rows that SQL selects as `came` of which nothing was handed over.
std::string add_newcomers_text(const std::string& came, const std::string& condition) {
  return fmt::format(
      "INSERT INTO temp.newcomers SELECT t.row, max(t.first_run, coalesce((SELECT "
      "max(v.replaced_run) FROM transaction_versions v WHERE v.row = t.row AND v.tombstoned_at IS "
      "NOT NULL), 0)), coalesce(t.group_id, t.created_at), t.created_at, json_array({}) FROM ({}) "
      "came CROSS JOIN transactions t ON t.row = came.row WHERE t.tombstoned_at IS NULL AND {} "
      "AND {}",
      likeness_of("t"), came, condition, is_untouched);
}

// ?1 a run, ?2 the ids of what is gone as a JSON list. All that came after the run and have a group
// or a time in common with what is gone.
std::string gather_newcomers_text() {
  const char* const gone = "FROM json_each(?2) j CROSS JOIN transactions g ON g.id = j.value";
  return add_newcomers_text(places_after("?1"),
                            fmt::format("(t.group_id IN (SELECT g.group_id {0}) OR t.created_at IN "
                                        "(SELECT g.created_at {0}))",
                                        gone));
}

// ?1 the id of what is gone, ?2 now. Until it was missed first, runs that ended well saw it. A row
// of its group is preferred to one of its time. Each is the first that an index names: of rows that
// are all alike, none must be gone through.
std::string successor_text() {
  const std::string last_seen =
      last_good_run("coalesce((SELECT min(first_missed_at) FROM suspects WHERE record = ?1), ?2)");
  const std::string newcomer = fmt::format(
      "SELECT n.row FROM temp.newcomers n WHERE n.likeness = json_array({}) AND n.came > seen.run "
      "AND n.row <> g.row",
      likeness_of("g"));
  return fmt::format(
      "WITH seen AS MATERIALIZED (SELECT {0} AS run) SELECT g.row, coalesce("
      "({1} AND n.event = coalesce(g.group_id, g.created_at) ORDER BY n.row LIMIT 1), "
      "({1} AND n.created_at = g.created_at ORDER BY n.row LIMIT 1)) "
      "FROM seen CROSS JOIN transactions g ON g.id = ?1 AND g.tombstoned_at IS NULL",
      last_seen, newcomer);
}

// Exchanges the places of an old row and its successor, keeping the version before. The tombstone
// takes the number of the version that leaves its place, where those before it stay. Rows that
// refer to either place are checked when the transaction ends.
void exchange(SQLite::Database& database, ledger::Key old_place, ledger::Key new_place,
              const WriteContext& context) {
  const std::string columns =
      "row, version, hash, first_run, run, tombstoned_at, " + transaction_columns();
  database.exec("PRAGMA defer_foreign_keys = ON");
  SQLite::Statement keep(database,
                         fmt::format("INSERT INTO transaction_versions (replaced_at, replaced_run, "
                                     "{0}) SELECT ?2, ?3, {0} FROM transactions WHERE row = ?1",
                                     columns));
  FieldBinder(keep).number(old_place).instant(context.now).number(context.run);
  keep.exec();
  SQLite::Statement aside(database, "UPDATE transactions SET row = -?1 WHERE row = ?1");
  aside.bind(1, old_place);
  aside.exec();
  SQLite::Statement leaving(database, "SELECT version FROM transactions WHERE row = ?");
  leaving.bind(1, new_place);
  leaving.executeStep();
  const std::int64_t version = leaving.getColumn(0).getInt64();
  leaving.reset();
  SQLite::Statement succeed(
      database,
      "UPDATE transactions SET row = ?1, run = ?3, (version, first_run) = (SELECT version + 1, "
      "first_run FROM transactions WHERE row = -?1) WHERE row = ?2");
  FieldBinder(succeed).number(old_place).number(new_place).number(context.run);
  succeed.exec();
  SQLite::Statement bury(database,
                         "UPDATE transactions SET row = ?2, run = ?3, first_run = ?3, "
                         "tombstoned_at = ?4, version = ?5 WHERE row = -?1");
  FieldBinder(bury)
      .number(old_place)
      .number(new_place)
      .number(context.run)
      .instant(context.now)
      .number(version);
  bury.exec();
}

// The last run that ended well before the first of the rows that are missing now was missed. ?1
// now.
std::int64_t last_run_that_saw_all(SQLite::Database& connection, const WriteContext& context) {
  const std::string first_missed =
      "min(?1, coalesce((SELECT min(first_missed_at) FROM suspects WHERE stream = 'transactions'), "
      "?1))";
  SQLite::Statement select(connection, "SELECT " + last_good_run(first_missed));
  FieldBinder(select).instant(context.now);
  select.executeStep();
  return select.getColumn(0).getInt64();
}

void gather_newcomers(SQLite::Database& connection, const std::set<std::string>& gone,
                      std::int64_t since) {
  connection.exec(newcomers_table);
  const std::string ids = json_list({gone.begin(), gone.end()});
  SQLite::Statement gather(connection, gather_newcomers_text());
  FieldBinder(gather).number(since).text(ids);
  gather.exec();
}

// Puts newcomers, which must have been gathered, into the places of rows that are gone.
class Succession {
 public:
  Succession(SQLite::Database& connection, const WriteContext& context, std::int64_t since)
      : connection_(connection), context_(context), since_(since) {}

  bool succeed(const std::string& gone) {
    FieldBinder(find_).text(gone).instant(context_.now);
    const bool found = find_.executeStep();
    FieldReader read(find_);
    const ledger::Key old_place = found ? read.key() : ledger::no_key;
    const ledger::Key new_place = found ? read.key() : ledger::no_key;
    find_.reset();
    if (new_place == ledger::no_key) return false;
    exchange(connection_, old_place, new_place, context_);
    FieldBinder(forget_).number(old_place).number(new_place);
    run(forget_);
    // What is gone was perhaps a newcomer itself: another one is in its place now.
    FieldBinder(add_).number(since_).number(old_place);
    run(add_);
    return true;
  }

 private:
  SQLite::Database& connection_;
  const WriteContext& context_;
  std::int64_t since_;  // a run
  SQLite::Statement find_{connection_, successor_text()};
  SQLite::Statement forget_{connection_, "DELETE FROM temp.newcomers WHERE row IN (?, ?)"};
  SQLite::Statement add_{connection_, add_newcomers_text("SELECT ?2 AS row", came_after("?1"))};
};

}  // namespace

std::set<std::string> succeed(Database& database, const std::set<std::string>& gone,
                              const WriteContext& context) {
  std::set<std::string> succeeded;
  if (gone.empty()) return succeeded;
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    const std::int64_t since = last_run_that_saw_all(connection, context);
    gather_newcomers(connection, gone, since);
    Succession succession(connection, context, since);
    for (const std::string& id : gone) {
      if (succession.succeed(id)) succeeded.insert(id);
    }
    return succeeded;
  });
}

std::vector<std::string> possible_predecessors(Database& database, const WriteContext& context) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        // CROSS JOIN: from the few rows that came to those of their group and amount. These are
        // looked up among all that came: comparing each with each would take for ever in a large
        // group.
        fmt::format("WITH came AS MATERIALIZED ({0}) SELECT g.id FROM (SELECT DISTINCT t.group_id, "
                    "t.host_net_amount FROM came CROSS JOIN transactions t ON t.row = came.row "
                    "WHERE t.tombstoned_at IS NULL) met CROSS JOIN transactions g "
                    "ON g.group_id = met.group_id AND g.host_net_amount = met.host_net_amount "
                    "WHERE g.row NOT IN came AND g.tombstoned_at IS NULL AND "
                    "json_array(g.group_id, {1}) IN "
                    "(SELECT json_array(t.group_id, {2}) FROM came CROSS JOIN transactions t "
                    "ON t.row = came.row WHERE t.tombstoned_at IS NULL) ORDER BY g.id",
                    places_after("?1 - 1"), likeness_of("g"), likeness_of("t")));
    select.bind(1, context.run);
    std::vector<std::string> ids;
    while (select.executeStep()) ids.push_back(select.getColumn(0).getString());
    return ids;
  });
}

DoubtfulRows doubtful_rows(Database& database) {
  return at_border(database.file(), [&] {
    // CROSS JOIN: what came since is gone through once, however many are missing.
    SQLite::Statement select(
        database.connection(),
        fmt::format("WITH missing AS MATERIALIZED (SELECT DISTINCT g.*, {} AS good_run "
                    "FROM suspects s JOIN transactions g ON g.id = s.record "
                    "WHERE s.stream = 'transactions' AND g.tombstoned_at IS NULL), "
                    "first AS MATERIALIZED (SELECT min(good_run) AS run FROM missing), "
                    "came AS ({}) "
                    "SELECT row, 1 FROM missing UNION "
                    "SELECT t.row, 0 FROM came CROSS JOIN transactions t ON t.row = came.row "
                    "CROSS JOIN missing g "
                    "ON g.account = t.account AND g.host_net_amount = t.host_net_amount "
                    "WHERE t.row <> g.row AND t.tombstoned_at IS NULL AND {} AND ({}) IS ({})",
                    last_good_run("s.first_missed_at"), places_after("(SELECT run FROM first)"),
                    came_after("g.good_run"), likeness_of("t"), likeness_of("g")));
    DoubtfulRows rows;
    while (select.executeStep()) {
      const bool is_missing = select.getColumn(1).getInt() != 0;
      (is_missing ? rows.missing : rows.stand_ins).insert(select.getColumn(0).getInt64());
    }
    return rows;
  });
}

std::int64_t succeed_tombstones(Database& database, const WriteContext& context) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SQLite::Statement select(
        connection,
        fmt::format("SELECT g.row, t.row FROM transactions t JOIN transactions g "
                    "ON g.public_id = t.public_id AND g.tombstoned_at IS NOT NULL "
                    "WHERE t.row > (SELECT last_row_before FROM runs WHERE run = ?1) "
                    "AND g.row < t.row AND t.tombstoned_at IS NULL AND t.public_id IS NOT NULL "
                    "AND {}",
                    is_untouched));
    select.bind(1, context.run);
    std::vector<std::pair<ledger::Key, ledger::Key>> places;
    while (select.executeStep()) {
      FieldReader read(select);
      const ledger::Key old_place = read.key();
      places.emplace_back(old_place, read.key());
    }
    select.reset();
    for (const auto& [old_place, new_place] : places) {
      exchange(connection, old_place, new_place, context);
    }
    return static_cast<std::int64_t>(places.size());
  });
}

}  // namespace bursar::store
