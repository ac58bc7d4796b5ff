#include "store/coded_accounts.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/sqlite_error.hpp"

namespace bursar::store {

bool names_other_accounts(Database& database, std::int64_t unit) {
  return at_border(database.file(), [&] {
    // The oldest version that no batch with this unit has seen replaced is what was coded. What was
    // caught up was so by the profile's first batch.
    SQLite::Statement select(
        database.connection(),
        "SELECT (v.account, v.opposite_account) IS NOT (t.account, t.opposite_account) "
        "FROM export_units u JOIN transactions t ON t.row = u.row "
        "JOIN transaction_versions v ON v.row = u.row "
        "WHERE u.unit = ?1 AND v.entry > coalesce("
        "(SELECT max(b.seen_transaction_version) FROM export_lines l JOIN entries e USING (entry) "
        "JOIN batches b USING (batch) WHERE l.unit = ?1), "
        "(SELECT min(b.seen_transaction_version) FROM export_groups g "
        "JOIN batches b USING (profile) WHERE g.export_group = u.export_group), 0) "
        "ORDER BY v.entry LIMIT 1");
    select.bind(1, unit);
    return select.executeStep() && select.getColumn(0).getInt() != 0;
  });
}

}  // namespace bursar::store
