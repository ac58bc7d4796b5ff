#include "store/source_scope.hpp"

#include <SQLiteCpp/Statement.h>

namespace bursar::store {

TransactionScope transaction_scope(SQLite::Database& database, const Source& source) {
  const bool by_host = source.perspective == "host";
  SQLite::Statement select(
      database, by_host ? "SELECT account FROM accounts WHERE public_id = ?2 AND ?1 IS NOT NULL"
                        : "SELECT account FROM accounts WHERE public_id = ?2 OR public_id IN "
                          "(SELECT account FROM source_members WHERE source = ?1) "
                          "ORDER BY account");
  select.bind(1, source.source);
  select.bindNoCopy(2, source.account);
  TransactionScope scope{by_host ? "host" : "account", {}};
  while (select.executeStep()) scope.keys.push_back(select.getColumn(0).getInt64());
  return scope;
}

const char* expense_scope(const Source& source) {
  if (source.perspective == "host") {
    return "(?1 IS NOT NULL AND (a.host = ?2 OR a.public_id = ?2 "
           "OR e.host = (SELECT account FROM accounts WHERE public_id = ?2) "
           "OR EXISTS (SELECT 1 FROM account_hosts x WHERE x.account = e.account "
           "AND x.host = (SELECT account FROM accounts WHERE public_id = ?2))))";
  }
  return "(a.public_id = ?2 OR a.public_id IN "
         "(SELECT account FROM source_members WHERE source = ?1))";
}

}  // namespace bursar::store
