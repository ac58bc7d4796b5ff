#include "store/integrity.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include "store/migrate.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

std::vector<std::string> damages(Database& database) {
  return at_border(database.file(), [&] {
    std::vector<std::string> found;
    SQLite::Statement check(database.connection(), "PRAGMA quick_check(10)");
    while (check.executeStep()) {
      std::string finding = check.getColumn(0).getString();
      if (finding != "ok") found.push_back(std::move(finding));
    }
    return found;
  });
}

int schema_version(Database& database) {
  return at_border(database.file(), [&] { return store::schema_version(database.connection()); });
}

int known_schema_version() {
  return static_cast<int>(known_migrations().size());
}

}  // namespace bursar::store
