#include "store/books_accounts.hpp"

#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/account_table.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

constexpr const char* keys_of_source =
    "SELECT account FROM accounts WHERE public_id = ?1 OR parent = ?1 OR host = ?1 "
    "UNION SELECT a.account FROM source_members m JOIN accounts a ON a.public_id = m.account "
    "WHERE m.source = ?2 "
    "UNION SELECT x.account FROM account_hosts x JOIN accounts h ON h.account = x.host "
    "WHERE h.public_id = ?1 "
    // Children show no host of their own.
    "UNION SELECT c.account FROM accounts p CROSS JOIN accounts c ON c.parent = p.public_id "
    "WHERE p.host = ?1";

}  // namespace

ledger::AccountTable books_accounts(Database& database, const Source& source,
                                    const ledger::BooksScope& scope) {
  return at_border(database.file(), [&] {
    SQLite::Database& connection = database.connection();
    ledger::AccountTable accounts;
    SQLite::Statement by_key(connection, AccountTable::select_by_key);
    const auto add = [&](ledger::Key key) {
      by_key.bind(1, key);
      if (by_key.executeStep()) {
        FieldReader reader(by_key, 1);
        accounts.emplace(key, AccountTable::read(reader));
      }
      by_key.reset();
    };
    SQLite::Statement keys(connection, keys_of_source);
    keys.bind(1, source.account);
    keys.bind(2, source.source);
    while (keys.executeStep()) add(keys.getColumn(0).getInt64());
    SQLite::Statement named(connection, "SELECT account FROM accounts WHERE public_id = ?");
    for (const auto* ids : {&scope.include, &scope.exclude}) {
      for (const std::string& id : *ids) {
        named.bind(1, id);
        while (named.executeStep()) add(named.getColumn(0).getInt64());
        named.reset();
      }
    }
    return accounts;
  });
}

}  // namespace bursar::store
