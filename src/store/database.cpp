#include "store/database.hpp"

#include <chrono>
#include <thread>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "os/stop_request.hpp"
#include "store/connection.hpp"
#include "store/migrate.hpp"
#include "store/private_file.hpp"
#include "store/sqlite_error.hpp"
#include "text/token_like.hpp"

namespace bursar::store {
namespace {

constexpr int busy_timeout_ms = 10'000;
constexpr int busy_step_ms = 20;
// Spares a lock around each call; the header asks callers for it.
constexpr int one_thread_at_a_time = SQLITE_OPEN_NOMUTEX;

// Settings of a connection; they are not kept in the file. The cache bounds the memory that
// SQLite takes (16 MiB); what does not fit is left to the operating system's own cache.
constexpr const char* connection_settings =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA cache_size = -16384;"
    "PRAGMA temp_store = FILE;";

// Writing: a commit has reached the disk when it returns. The write-ahead log is folded into the
// database every 256 MiB, because each page of a large import touches most leaves of the indexes on
// random ids, and each leaf is written back once per fold instead of once per commit.
constexpr const char* writer_settings =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 65536;"
    "PRAGMA journal_size_limit = 268435456;";

// Others' locks are waited for, but not by a run that was asked to stop.
int wait_for_others(void*, int steps) {
  if (os::stop_requested() || steps >= busy_timeout_ms / busy_step_ms) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(busy_step_ms));
  return 1;
}

SQLite::Database connect_alone(const std::filesystem::path& file, int mode) {
  SQLite::Database connection = connect(file, mode | one_thread_at_a_time);
  sqlite3_busy_handler(connection.getHandle(), wait_for_others, nullptr);
  connection.exec(connection_settings);
  return connection;
}

}  // namespace

struct Database::State {
  std::filesystem::path file;
  SQLite::Database connection;
};

namespace {

SQLite::Database open_for_reading(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    throw Error(
        ErrorKind::config,
        fmt::format("there is no database at {}", text::named_file(file.string(), "database")),
        "check `database` in bursar.toml, or run `bursar sync` to create it");
  }
  if (!std::filesystem::is_regular_file(file)) {
    throw Error(ErrorKind::config, fmt::format("{} is no file", file.string()),
                "point `database` at a file");
  }
  SQLite::Database connection = connect_alone(file, SQLite::OPEN_READONLY);
  const auto migrations = known_migrations();
  check_schema(connection, file, migrations);
  if (static_cast<std::size_t>(schema_version(connection)) < migrations.size()) {
    throw Error(ErrorKind::config,
                fmt::format("{} was written by an older version of bursar", file.string()),
                "run `bursar sync` once: it migrates the database and keeps a copy");
  }
  return connection;
}

SQLite::Database open_for_writing(const std::filesystem::path& file) {
  create_private_file(file);
  SQLite::Database connection = connect_alone(file, SQLite::OPEN_READWRITE);
  const auto migrations = known_migrations();
  // Looked at before anything is changed: a foreign database must stay as it is.
  if (!is_blank(connection)) check_schema(connection, file, migrations);
  connection.exec(writer_settings);
  migrate(connection, file, migrations);
  return connection;
}

}  // namespace

Database::Database(const std::filesystem::path& file, OpenMode mode)
    : state_(at_border(file, [&] {
        return std::make_unique<State>(State{
            file, mode == OpenMode::read_only ? open_for_reading(file) : open_for_writing(file)});
      })) {}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

const std::filesystem::path& Database::file() const {
  return state_->file;
}
SQLite::Database& Database::connection() {
  return state_->connection;
}

WriteTransaction::WriteTransaction(Database& database) : database_(&database) {
  at_border(database.file(), [&] {
    transaction_ = std::make_unique<SQLite::Transaction>(database.connection(),
                                                         SQLite::TransactionBehavior::IMMEDIATE);
  });
}

WriteTransaction::~WriteTransaction() = default;

void WriteTransaction::commit() {
  at_border(database_->file(), [&] { transaction_->commit(); });
}

}  // namespace bursar::store
