#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace bursar::store {

// One numbered SQL file of migrations/.
struct Migration {
  int number = 0;         // 1, 2, …: without gaps
  std::string_view name;  // "0001_initial.sql"
  std::string_view sql;
};

// Marks a SQLite file as Bursar's: "Burs" in the header's application id.
inline constexpr int application_id = 0x42757273;

// The migrations that this program was built with, in order. Throws Error(bug) if the files'
// numbers have gaps.
[[nodiscard]] std::vector<Migration> known_migrations();

// Throws Error(config) unless the database is Bursar's, of a version in [1, migrations.size()],
// and was migrated by the same texts as ours; Error(data) unless its schema is what they make.
void check_schema(SQLite::Database& database, const std::filesystem::path& file,
                  std::span<const Migration> migrations);

// Whether the file holds no tables at all and no application id: new, or made by a process that
// was killed before its first migration.
[[nodiscard]] bool is_blank(SQLite::Database& database);

// The number of migrations applied to it.
[[nodiscard]] int schema_version(SQLite::Database& database);

// Applies the missing migrations, each in a transaction of its own. Before the first of them an
// existing database is copied to `<file>.before-NNNN`, NNNN being that migration's number.
void migrate(SQLite::Database& database, const std::filesystem::path& file,
             std::span<const Migration> migrations);

}  // namespace bursar::store
