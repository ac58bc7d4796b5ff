#include "store/schema_check.hpp"

#include <string>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "error/error.hpp"
#include "store/copy.hpp"
#include "store/migrate.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using testing::HasSubstr;

// A database that this program made and something else has changed since.
class ForeignSchema : public StoreDirectory {
 protected:
  ForeignSchema() { const Database made(file(), OpenMode::read_write); }

  void change(const std::string& sql) {
    SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
    database.exec(sql);
  }
  // Changes the text of the schema itself, as an editor of bytes would.
  void rewrite(const std::string& set_and_where) {
    change("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET " + set_and_where);
  }
  void expect_refused(const std::string& what) {
    for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
      expect_refused_by([&] { const Database opened(file(), mode); }, what);
    }
    expect_refused_by([&] { copy_database_file(file(), directory_ / "copy.db"); }, what);
    EXPECT_FALSE(std::filesystem::exists(directory_ / "copy.db"));
  }

 private:
  template <typename Work>
  static void expect_refused_by(const Work& work, const std::string& what) {
    try {
      work();
      ADD_FAILURE() << what << " was let pass";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data);
      EXPECT_THAT(error.what(), HasSubstr(what));
      EXPECT_THAT(error.next_step(), HasSubstr("backup"));
    }
  }
};

TEST_F(ForeignSchema, WhatTheMigrationsMakePasses) {
  EXPECT_NO_THROW(Database(file(), OpenMode::read_only));
  EXPECT_NO_THROW(Database(file(), OpenMode::read_write));
}

TEST_F(ForeignSchema, SqlitesOwnTablesPass) {
  change("ANALYZE");
  EXPECT_NO_THROW(Database(file(), OpenMode::read_only));
  EXPECT_NO_THROW(Database(file(), OpenMode::read_write));
}

TEST_F(ForeignSchema, ATriggerIsRefusedAndDoesNotRun) {
  change(
      "CREATE TRIGGER thief AFTER INSERT ON runs BEGIN UPDATE batch_files SET name = '../x'; END");
  expect_refused("the trigger \"thief\"");
}

TEST_F(ForeignSchema, AViewIsRefused) {
  change("CREATE VIEW v_money AS SELECT 1");
  expect_refused("the view \"v_money\"");
}

TEST_F(ForeignSchema, AViewOfOursThatSaysSomethingElseIsRefused) {
  change("DROP VIEW v_accounts; CREATE VIEW v_accounts AS SELECT 1 AS account");
  expect_refused("in another form than bursar makes it the view \"v_accounts\"");
}

TEST_F(ForeignSchema, AnIndexIsRefused) {
  change("CREATE INDEX by_amount ON transactions (amount)");
  expect_refused("the index \"by_amount\"");
}

TEST_F(ForeignSchema, ATableIsRefused) {
  change("CREATE TABLE notes (text TEXT)");
  expect_refused("the table \"notes\"");
}

TEST_F(ForeignSchema, AVirtualTableIsRefused) {
  SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
  if (sqlite3_compileoption_used("ENABLE_FTS5") == 0) {
    database.exec("CREATE TABLE letters (x)");  // SQLite has none to make one of
  } else {
    database.exec("CREATE VIRTUAL TABLE letters USING fts5(x)");
  }
  expect_refused("the table \"letters\"");
}

TEST_F(ForeignSchema, ColumnsThatWereAddedOrChangedAreRefused) {
  change("ALTER TABLE sources ADD COLUMN colour TEXT");
  expect_refused("in another form than bursar makes it the table \"sources\"");
}

TEST_F(ForeignSchema, ACheckThatWasTakenAwayIsRefused) {
  rewrite("sql = replace(sql, 'CHECK (starts_at < ends_at)', 'CHECK (1)') WHERE name = 'windows'");
  expect_refused("the table \"windows\"");
}

TEST_F(ForeignSchema, WhatIsMissingIsNamed) {
  change("DROP INDEX transactions_by_group");
  expect_refused("lacks the index \"transactions_by_group\"");
}

TEST_F(ForeignSchema, ANameThatOnlySqliteMayGiveIsNoDisguise) {
  change("CREATE TABLE disguise (x)");
  rewrite(
      "name = 'sqlite_disguise', tbl_name = 'sqlite_disguise', "
      "sql = replace(sql, 'disguise', 'sqlite_disguise') WHERE name = 'disguise'");
  expect_refused("sqlite_disguise");
}

TEST_F(ForeignSchema, NamesReachNoTerminal) {
  change("CREATE TABLE \"a\x1b[2J\nb\" (x)");
  expect_refused("the table \"a\\u001b[2J\\nb\"");
}

TEST_F(ForeignSchema, ADatabaseOfAnOlderVersionIsComparedWithWhatThatOneMade) {
  std::filesystem::remove(file());
  const auto all = known_migrations();
  const std::span<const Migration> older = std::span(all).first(all.size() - 1);
  {
    SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(database, file(), older);
  }
  EXPECT_NO_THROW(copy_database_file(file(), directory_ / "copy.db"));
  EXPECT_NO_THROW(Database(file(), OpenMode::read_write)) << "compared, then migrated";
  EXPECT_NO_THROW(Database(file(), OpenMode::read_only));
}

TEST_F(ForeignSchema, AConnectionLetsNobodyWriteToTheSchema) {
  Database database(file(), OpenMode::read_write);
  EXPECT_THROW(database.connection().exec(
                   "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'view'"),
               SQLite::Exception);
  EXPECT_EQ(database.connection().execAndGet("PRAGMA trusted_schema").getInt(), 0);
}

TEST(NormalizedSql, CommentsBlanksAndQuotesMeanNothing) {
  EXPECT_EQ(normalized_sql("CREATE TABLE \"a\" (x INTEGER, -- why\n  y TEXT)"),
            normalized_sql("CREATE TABLE a(x INTEGER,y TEXT)"));
  EXPECT_EQ(normalized_sql("CREATE  TABLE\n\"a\"(x)"), "CREATE TABLE a(x)");
}

TEST(NormalizedSql, LiteralsAreKept) {
  EXPECT_EQ(normalized_sql("SELECT '  -- x' AS \"odd name\""), "SELECT'  -- x'AS\"odd name\"");
  EXPECT_NE(normalized_sql("SELECT 'a'"), normalized_sql("SELECT 'A'"));
  EXPECT_NE(normalized_sql("SELECT 1 /* x */"), normalized_sql("SELECT 1"));
  EXPECT_EQ(normalized_sql("SELECT 'unended"), "SELECT'unended");
}

}  // namespace
}  // namespace bursar::store
