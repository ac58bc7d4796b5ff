#include "store/refund_links.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/sqlite_error.hpp"

namespace bursar::store {

std::vector<std::string> stale_refund_links(Database& database, std::int64_t run) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        // CROSS JOIN: from what the run touched to the few rows that it names.
        "WITH touched AS (SELECT row FROM transactions "
        "WHERE row > (SELECT last_row_before FROM runs WHERE run = ?1) "
        "UNION SELECT row FROM transaction_versions WHERE replaced_run = ?1) "
        "SELECT DISTINCT other.id FROM touched CROSS JOIN transactions t ON t.row = touched.row "
        "CROSS JOIN transactions other ON other.id = t.refund_transaction "
        "WHERE other.tombstoned_at IS NULL AND iif(t.tombstoned_at IS NULL, "
        "other.refund_transaction IS NOT t.id, other.refund_transaction = t.id) ORDER BY other.id");
    select.bind(1, run);
    std::vector<std::string> ids;
    while (select.executeStep()) ids.push_back(select.getColumn(0).getString());
    return ids;
  });
}

}  // namespace bursar::store
