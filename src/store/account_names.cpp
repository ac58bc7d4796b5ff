#include "store/account_names.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/sqlite_error.hpp"

namespace bursar::store {

std::optional<std::string> find_account(Database& database, const std::string& slug_or_id) {
  return at_border(database.file(), [&]() -> std::optional<std::string> {
    SQLite::Statement select(database.connection(),
                             "SELECT public_id FROM accounts WHERE slug = ?1 OR public_id = ?1 "
                             "ORDER BY public_id = ?1 DESC");
    select.bind(1, slug_or_id);
    if (!select.executeStep()) return std::nullopt;
    return select.getColumn(0).getString();
  });
}

}  // namespace bursar::store
