#include "store/successors.hpp"

#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/runs.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_row.hpp"

namespace bursar::store {
namespace {

// Rows `t` of which nothing was ever handed over.
constexpr const char* is_untouched =
    "NOT EXISTS (SELECT 1 FROM export_units u WHERE u.row = t.row) "
    "AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.row = t.row)";

// Rows `t` and `g` are the same in all that is booked and in what they are for.
constexpr const char* is_alike =
    "(t.account, t.direction, t.kind, t.opposite_account, t.host, t.contribution, t.expense, "
    "t.currency, t.amount, t.net_amount, t.tax_amount, t.host_currency, t.host_amount, "
    "t.host_net_amount, t.platform_fee, t.host_fee, t.processor_fee, t.is_refund) IS "
    "(g.account, g.direction, g.kind, g.opposite_account, g.host, g.contribution, g.expense, "
    "g.currency, g.amount, g.net_amount, g.tax_amount, g.host_currency, g.host_amount, "
    "g.host_net_amount, g.platform_fee, g.host_fee, g.processor_fee, g.is_refund)";

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

// ?1 the id of what is gone. Until it was missed first, runs that ended well saw it. Tombstones are
// left out within the OR, too: without it the partial index of accounts is not looked at.
std::string twin_text() {
  const std::string last_seen =
      last_good_run("coalesce((SELECT min(first_missed_at) FROM suspects WHERE record = ?1), ?2)");
  return fmt::format(
      "WITH seen AS MATERIALIZED (SELECT {} AS run) "
      "SELECT g.row, t.row FROM transactions g JOIN transactions t "
      "ON (t.account = g.account AND t.created_at = g.created_at AND t.tombstoned_at IS NULL) "
      "OR t.group_id = g.group_id "
      "WHERE g.id = ?1 AND g.tombstoned_at IS NULL AND t.row <> g.row AND t.tombstoned_at IS NULL "
      "AND {} AND {} AND {} ORDER BY t.group_id IS NOT g.group_id, t.row LIMIT 1",
      last_seen, came_after("(SELECT run FROM seen)"), is_alike, is_untouched);
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

}  // namespace

bool succeed(Database& database, const std::string& gone, const WriteContext& context) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    SQLite::Statement select(connection, twin_text());
    FieldBinder(select).text(gone).instant(context.now);
    if (!select.executeStep()) return false;
    FieldReader read(select);
    const ledger::Key old_place = read.key();
    const ledger::Key new_place = read.key();
    select.reset();
    exchange(connection, old_place, new_place, context);
    return true;
  });
}

std::vector<std::string> possible_predecessors(Database& database, const WriteContext& context) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        // CROSS JOIN: from the few rows that came to their groups.
        fmt::format(
            "WITH came AS ({}) SELECT DISTINCT g.id FROM came CROSS JOIN transactions t ON t.row = "
            "came.row "
            "CROSS JOIN transactions g ON g.group_id = t.group_id AND g.row NOT IN came "
            "WHERE t.tombstoned_at IS NULL AND g.tombstoned_at IS NULL AND {} ORDER BY g.id",
            places_after("?1 - 1"), is_alike));
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
                    "WHERE t.row <> g.row AND t.tombstoned_at IS NULL AND {} AND {}",
                    last_good_run("s.first_missed_at"), places_after("(SELECT run FROM first)"),
                    came_after("g.good_run"), is_alike));
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
