#include "store/successors.hpp"

#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"
#include "store/transaction_row.hpp"

namespace bursar::store {
namespace {

// Rows `t` of which nothing was handed over and nothing else is known.
constexpr const char* is_untouched =
    "NOT EXISTS (SELECT 1 FROM export_units u WHERE u.row = t.row) "
    "AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.row = t.row) "
    "AND NOT EXISTS (SELECT 1 FROM transaction_versions v WHERE v.row = t.row)";

// ?1 the id of what is gone. Until it was missed first, pulls that ended well saw it; so did those
// after which only the books differed (4). Other commands look at no row of the platform.
std::string twin_text() {
  return fmt::format(
      "SELECT g.row, t.row FROM transactions g JOIN transactions t ON t.account = g.account "
      "AND t.created_at = g.created_at AND t.row <> g.row AND t.tombstoned_at IS NULL "
      "WHERE g.id = ?1 AND g.tombstoned_at IS NULL AND t.first_run > coalesce((SELECT max(run) "
      "FROM runs WHERE command IN ('sync', 'backfill') AND exit_status IN (0, 4) "
      "AND ended_at < coalesce((SELECT min(first_missed_at) FROM suspects WHERE record = ?1), "
      "?2)), 0) "
      "AND (t.direction, t.kind, t.opposite_account, t.host, t.contribution, t.expense, "
      "t.currency, t.amount, t.net_amount, t.tax_amount, t.host_currency, t.host_amount, "
      "t.host_net_amount, t.platform_fee, t.host_fee, t.processor_fee, t.is_refund) IS "
      "(g.direction, g.kind, g.opposite_account, g.host, g.contribution, g.expense, "
      "g.currency, g.amount, g.net_amount, g.tax_amount, g.host_currency, g.host_amount, "
      "g.host_net_amount, g.platform_fee, g.host_fee, g.processor_fee, g.is_refund) "
      "AND {} ORDER BY t.row LIMIT 1",
      is_untouched);
}

// Exchanges the places of an old row and its successor, keeping the version before. Rows that refer
// to either place are checked when the transaction ends.
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
  SQLite::Statement succeed(
      database,
      "UPDATE transactions SET row = ?1, run = ?3, (version, first_run) = (SELECT version + 1, "
      "first_run FROM transactions WHERE row = -?1) WHERE row = ?2");
  FieldBinder(succeed).number(old_place).number(new_place).number(context.run);
  succeed.exec();
  SQLite::Statement bury(database,
                         "UPDATE transactions SET row = ?2, version = 1, run = ?3, first_run = ?3, "
                         "tombstoned_at = ?4 WHERE row = -?1");
  FieldBinder(bury).number(old_place).number(new_place).number(context.run).instant(context.now);
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
