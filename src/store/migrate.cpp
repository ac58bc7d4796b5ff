#include "store/migrate.hpp"

#include <charconv>
#include <chrono>
#include <filesystem>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <xxhash.h>

#include "error/error.hpp"
#include "migrations.hpp"
#include "store/copy.hpp"
#include "store/schema_check.hpp"

namespace bursar::store {
namespace {

std::string checksum(std::string_view sql) {
  return fmt::format("{:016x}", XXH3_64bits(sql.data(), sql.size()));
}

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void refuse_broken_references(SQLite::Database& database, const std::filesystem::path& file,
                              const Migration& migration) {
  SQLite::Statement check(database, "PRAGMA foreign_key_check");
  if (!check.executeStep()) return;
  throw Error(ErrorKind::bug,
              fmt::format("migration {} of {} would leave references that lead nowhere in table {}",
                          migration.name, file.string(), check.getColumn(0).getString()),
              "the database is as it was; report this as a bug");
}

void apply(SQLite::Database& database, const std::filesystem::path& file,
           const Migration& migration) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  if (schema_version(database) >= migration.number) return;  // another process was faster
  database.exec(std::string(migration.sql));
  refuse_broken_references(database, file, migration);
  SQLite::Statement record(database, "INSERT INTO schema_migrations VALUES (?, ?, ?, ?, ?)");
  record.bind(1, migration.number);
  record.bind(2, std::string(migration.name));
  record.bind(3, checksum(migration.sql));
  record.bind(4, now_ms());
  record.bind(5, BURSAR_VERSION);
  record.exec();
  database.exec(fmt::format("PRAGMA application_id = {}", application_id));
  database.exec(fmt::format("PRAGMA user_version = {}", migration.number));
  transaction.commit();
}

void check_texts(SQLite::Database& database, const std::filesystem::path& file,
                 std::span<const Migration> migrations) {
  SQLite::Statement applied(database,
                            "SELECT number, name, checksum FROM schema_migrations ORDER BY number");
  while (applied.executeStep()) {
    const auto number = static_cast<std::size_t>(applied.getColumn(0).getInt());
    if (number < 1 || number > migrations.size()) continue;
    if (applied.getColumn(2).getString() == checksum(migrations[number - 1].sql)) continue;
    throw Error(ErrorKind::config,
                fmt::format("{} was migrated by another text of {} than this program has",
                            file.string(), applied.getColumn(1).getString()),
                "use the release of bursar that made the database, or restore a backup that this "
                "one made");
  }
}

}  // namespace

std::vector<Migration> known_migrations() {
  std::vector<Migration> known;
  for (const auto& file : migrations::files) {
    int number = 0;
    std::from_chars(file.name.data(), file.name.data() + file.name.size(), number);
    if (number != static_cast<int>(known.size()) + 1) {
      throw Error(ErrorKind::bug, fmt::format("migration {} is out of sequence", file.name),
                  "report this as a bug of this build");
    }
    known.push_back({number, file.name, file.text});
  }
  return known;
}

int schema_version(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt();
}

bool is_blank(SQLite::Database& database) {
  return database.execAndGet("PRAGMA application_id").getInt() == 0 &&
         database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
}

void check_schema(SQLite::Database& database, const std::filesystem::path& file,
                  std::span<const Migration> migrations) {
  if (database.execAndGet("PRAGMA application_id").getInt() != application_id) {
    throw Error(ErrorKind::config,
                fmt::format("{} is a SQLite database, but not one of Bursar's", file.string()),
                "point `database` at another file; this one was left as it is");
  }
  const int version = schema_version(database);
  if (version < 1 || static_cast<std::size_t>(version) > migrations.size()) {
    throw Error(ErrorKind::config,
                fmt::format("{} has schema version {}, this program knows versions up to {}",
                            file.string(), version, migrations.size()),
                fmt::format("install the newer bursar again, or restore the copy it made before "
                            "migrating ({}.before-{:04})",
                            file.string(), migrations.size() + 1));
  }
  check_texts(database, file, migrations);
  require_known_schema(database, file, migrations.first(static_cast<std::size_t>(version)));
}

void migrate(SQLite::Database& database, const std::filesystem::path& file,
             std::span<const Migration> migrations) {
  const int version = schema_version(database);
  const auto applied = static_cast<std::size_t>(version);
  if (applied >= migrations.size()) return;
  if (applied > 0) {
    copy_database(database, fmt::format("{}.before-{:04}", file.string(), version + 1));
  }
  // Rebuilding a table, as many a migration must, would otherwise fire its references.
  database.exec("PRAGMA foreign_keys = OFF");
  for (const Migration& migration : migrations.subspan(applied)) apply(database, file, migration);
  database.exec("PRAGMA foreign_keys = ON");
}

}  // namespace bursar::store
