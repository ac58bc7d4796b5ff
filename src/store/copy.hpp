#pragma once

#include <filesystem>

#include "store/database.hpp"

namespace SQLite {
class Database;
}  // namespace SQLite

namespace bursar::store {

// Writes the whole database, as it is at one moment, to `copy` (mode 0600): by SQLite's backup API,
// while others may read and write. The copy is there whole and on the disk, or not at all; one that
// was there before is replaced. Throws Error(cannot_create) or Error(io).
void copy_database(SQLite::Database& database, const std::filesystem::path& copy);
void copy_database(Database& database, const std::filesystem::path& copy);

// The same from a file of this program's schema version or an older one. Throws Error(config) for
// what is not one of Bursar's databases, Error(data) for one that something else has changed.
void copy_database_file(const std::filesystem::path& file, const std::filesystem::path& copy);

// Puts the closed database `fresh` in the place of `file`, atomically; what was there is kept as
// `kept`, with what belongs to it. Nobody may have either open. Throws Error(io).
void replace_database_file(const std::filesystem::path& fresh, const std::filesystem::path& file,
                           const std::filesystem::path& kept);

}  // namespace bursar::store
