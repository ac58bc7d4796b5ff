#include "store/connection.hpp"

#include <sqlite3.h>

namespace bursar::store {

SQLite::Database connect(const std::filesystem::path& file, int mode) {
  SQLite::Database connection(file.string(), mode);
  sqlite3* const handle = connection.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  connection.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
  return connection;
}

}  // namespace bursar::store
