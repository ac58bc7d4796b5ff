#include "store/hosted_accounts.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/sqlite_error.hpp"

namespace bursar::store {

namespace {

// CROSS JOIN: from the host to its accounts, not through everybody who has paid anything.
constexpr const char* under_host =
    "SELECT a.public_id FROM accounts h CROSS JOIN account_hosts x ON x.host = h.account "
    "CROSS JOIN accounts a ON a.account = x.account WHERE h.public_id = ?1 "
    "AND a.type IN ('COLLECTIVE', 'FUND', 'PROJECT', 'EVENT') ";

std::vector<std::string> selected_ids(SQLite::Statement& select) {
  std::vector<std::string> ids;
  while (select.executeStep()) ids.push_back(select.getColumn(0).getString());
  return ids;
}

}  // namespace

std::vector<std::string> accounts_of_unproven_host(Database& database, const Source& source,
                                                   std::int64_t run) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        std::string(under_host) +
            "AND ((a.host IS NULL AND a.parent IS NULL) OR a.account IN (SELECT account "
            "FROM transactions WHERE row > (SELECT last_row_before FROM runs WHERE run = ?2))) "
            "ORDER BY a.public_id");
    select.bind(1, source.account);
    select.bind(2, run);
    return selected_ids(select);
  });
}

std::vector<std::string> accounts_under_host(Database& database, const Source& source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        std::string(under_host) +
            "AND a.public_id NOT IN (SELECT account FROM source_members WHERE source = ?2 "
            "AND gone) ORDER BY a.public_id");
    select.bind(1, source.account);
    select.bind(2, source.source);
    return selected_ids(select);
  });
}

std::optional<std::int64_t> number_of_hosted(Database& database, std::int64_t source) {
  return at_border(database.file(), [&]() -> std::optional<std::int64_t> {
    SQLite::Statement select(database.connection(),
                             "SELECT number FROM hosted_accounts WHERE source = ?");
    select.bind(1, source);
    if (!select.executeStep()) return std::nullopt;
    return select.getColumn(0).getInt64();
  });
}

void put_number_of_hosted(Database& database, std::int64_t source, std::int64_t number) {
  at_border(database.file(), [&] {
    SQLite::Statement upsert(database.connection(),
                             "INSERT OR REPLACE INTO hosted_accounts VALUES (?, ?)");
    upsert.bind(1, source);
    upsert.bind(2, number);
    upsert.exec();
  });
}

}  // namespace bursar::store
