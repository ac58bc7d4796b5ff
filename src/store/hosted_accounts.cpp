#include "store/hosted_accounts.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/sqlite_error.hpp"

namespace bursar::store {

std::vector<std::string> accounts_of_unproven_host(Database& database, const Source& source,
                                                   std::int64_t run) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        // CROSS JOIN: from the host to its accounts, not through everybody who has paid anything.
        "SELECT a.public_id FROM accounts h CROSS JOIN account_hosts x ON x.host = h.account "
        "CROSS JOIN accounts a ON a.account = x.account WHERE h.public_id = ?1 "
        "AND a.type IN ('COLLECTIVE', 'FUND', 'PROJECT', 'EVENT') "
        "AND ((a.host IS NULL AND a.parent IS NULL) OR a.account IN (SELECT account "
        "FROM transactions WHERE row > (SELECT last_row_before FROM runs WHERE run = ?2))) "
        "ORDER BY a.public_id");
    select.bind(1, source.account);
    select.bind(2, run);
    std::vector<std::string> ids;
    while (select.executeStep()) ids.push_back(select.getColumn(0).getString());
    return ids;
  });
}

}  // namespace bursar::store
