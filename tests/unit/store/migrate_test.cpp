#include "store/migrate.hpp"

#include <vector>

#include "error/error.hpp"
#include "store/sqlite_error.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

class Migrations : public StoreDirectory {
 protected:
  Migrations() {
    Database database(file(), OpenMode::read_write);
    database.connection().exec(
        "INSERT INTO sources (name, perspective, account, starts_at) "
        "VALUES ('ours', 'host', 'acc_1', 0)");
  }
  // The program's own migrations and one more.
  static std::vector<Migration> next_release(std::string_view sql) {
    auto migrations = known_migrations();
    migrations.push_back({static_cast<int>(migrations.size()) + 1, "9999_next.sql", sql});
    return migrations;
  }
  [[nodiscard]] std::filesystem::path copy() const {
    const std::string number = std::to_string(known_migrations().size() + 1);
    return file().string() + ".before-" + std::string(4 - number.size(), '0') + number;
  }
};

TEST_F(Migrations, AreRecordedWithTheirChecksums) {
  SQLite::Database database(file().string());
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM schema_migrations").getInt(),
            static_cast<int>(known_migrations().size()));
  EXPECT_EQ(database.execAndGet("SELECT name FROM schema_migrations").getString(),
            "0001_initial.sql");
  EXPECT_EQ(database.execAndGet("SELECT length(checksum) FROM schema_migrations").getInt(), 16);
}

TEST_F(Migrations, ALaterOneIsAppliedAfterACopyWasMade) {
  SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
  migrate(database, file(), next_release("ALTER TABLE sources ADD COLUMN colour TEXT;"));
  EXPECT_EQ(database.execAndGet("SELECT name || coalesce(colour, '-') FROM sources").getString(),
            "ours-");
  SQLite::Database before(copy().string());
  EXPECT_EQ(before.execAndGet("SELECT name FROM sources").getString(), "ours");
  EXPECT_EQ(schema_version(before), static_cast<int>(known_migrations().size()));
  EXPECT_EQ(std::filesystem::status(copy()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Migrations, OneThatFailsHalfWayLeavesTheDatabaseAsItWas) {
  SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
  const auto migrations =
      next_release("DELETE FROM sources; ALTER TABLE no_such_table ADD COLUMN colour TEXT;");
  EXPECT_THROW(migrate(database, file(), migrations), SQLite::Exception);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM sources").getInt(), 1);
  EXPECT_EQ(schema_version(database), static_cast<int>(known_migrations().size()));
}

TEST_F(Migrations, OneThatBreaksReferencesIsUndone) {
  SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
  const auto migrations = next_release("INSERT INTO source_members VALUES (77, 'acc_1', 0, 0);");
  EXPECT_THROW(migrate(database, file(), migrations), Error);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM source_members").getInt(), 0);
}

TEST_F(Migrations, AnotherTextUnderTheSameNumberIsNoticed) {
  {
    SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
    database.exec("UPDATE schema_migrations SET checksum = 'of another text'");
  }
  try {
    Database database(file(), OpenMode::read_write);
    FAIL() << "it was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_NE(std::string(error.what()).find("0001_initial.sql"), std::string::npos);
  }
}

TEST_F(Migrations, AnOlderDatabaseIsNotReadButMigratedByTheNextWriter) {
  auto older = known_migrations();
  SQLite::Database database(file().string());
  EXPECT_NO_THROW(check_schema(database, file(), older));
  older.clear();
  EXPECT_THROW(check_schema(database, file(), older), Error);  // from a program that knows none
}

TEST(SqliteErrors, EachCodeTellsWhoeverRunsItWhatToDo) {
  const std::vector<std::pair<int, ErrorKind>> expected{
      {11, ErrorKind::io},
      {26, ErrorKind::io},
      {13, ErrorKind::io},
      {10, ErrorKind::io},
      {5, ErrorKind::try_later},
      {6, ErrorKind::try_later},
      {8, ErrorKind::cannot_create},
      {14, ErrorKind::cannot_create},
      {19, ErrorKind::bug},
      {10 | (3 << 8), ErrorKind::io},  // an extended code
      {15, ErrorKind::io}};
  for (const auto& [code, kind] : expected) {
    const Error error = translate(SQLite::Exception("reason", code), "/data/bursar.db");
    EXPECT_EQ(error.kind(), kind) << code;
    EXPECT_NE(std::string(error.what()).find("/data/bursar.db"), std::string::npos);
    EXPECT_FALSE(error.next_step().empty());
  }
}

// Locks of the shared memory that a network share refuses were reported as a bug.
TEST(SqliteErrors, AFileSystemThatDoesNotLockIsNamedAsWhatIsWrong) {
  for (const int code : {15, 10 | (15 << 8), 10 | (18 << 8), 10 | (20 << 8), 10 | (21 << 8)}) {
    const Error error = translate(SQLite::Exception("reason", code), "/net/bursar.db");
    EXPECT_EQ(error.kind(), ErrorKind::io) << code;
    EXPECT_NE(std::string(error.what()).find("file system"), std::string::npos) << code;
  }
}

}  // namespace
}  // namespace bursar::store
