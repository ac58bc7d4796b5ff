#include "store/database.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <thread>

#include <sys/stat.h>

#include "error/error.hpp"
#include "os/stop_request.hpp"
#include "store/runs.hpp"
#include "store/sqlite_error.hpp"
#include "store/stopping.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using DatabaseFile = StoreDirectory;

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::usage, "nothing was thrown"};
}

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status {};
  EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
  return status.st_mode & 0777U;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(DatabaseFile, ANewOneAndItsCompanionsAreForTheOwnerOnly) {
  const mode_t before = ::umask(0);
  Database database(file(), OpenMode::read_write);
  (void)begin_run(database, "sync", "1", {0});
  EXPECT_EQ(mode_of(file()), 0600U);
  EXPECT_EQ(mode_of(file().string() + "-wal"), 0600U);
  EXPECT_EQ(mode_of(file().string() + "-shm"), 0600U);
  ::umask(before);
}

TEST_F(DatabaseFile, TheConnectionIsAsTheDesignAsks) {
  Database database(file(), OpenMode::read_write);
  const auto pragma = [&](const std::string& name) {
    return database.connection().execAndGet("PRAGMA " + name).getString();
  };
  EXPECT_EQ(pragma("journal_mode"), "wal");
  EXPECT_EQ(pragma("synchronous"), "2");
  EXPECT_EQ(pragma("foreign_keys"), "1");
  EXPECT_EQ(pragma("cache_size"), "-16384");
}

TEST_F(DatabaseFile, AReaderNeedsADatabase) {
  const Error error = error_of([&] { Database(file(), OpenMode::read_only); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(DatabaseFile, AReaderCannotWrite) {
  { Database database(file(), OpenMode::read_write); }
  Database reader(file(), OpenMode::read_only);
  const Error error = error_of([&] { (void)begin_run(reader, "sync", "1", {0}); });
  EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
}

TEST_F(DatabaseFile, AMissingDirectoryIsNamed) {
  const Error error =
      error_of([&] { Database(directory_ / "nowhere/bursar.db", OpenMode::read_write); });
  EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
  EXPECT_NE(std::string(error.what()).find("nowhere/bursar.db"), std::string::npos);
  EXPECT_FALSE(error.next_step().empty());
}

TEST_F(DatabaseFile, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
  std::ofstream(file()) << std::string(5000, 'x');
  for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
    const Error error = error_of([&] { Database(file(), mode); });
    EXPECT_EQ(error.kind(), ErrorKind::io);
    EXPECT_NE(error.next_step().find("backup"), std::string::npos);
  }
  EXPECT_EQ(bytes_of(file()), std::string(5000, 'x'));
}

// SQLite would wait at it for ever.
TEST_F(DatabaseFile, APipeIsRefusedAtOnce) {
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
    const Error error = error_of([&] { Database(file(), mode); });
    const bool is_reading = mode == OpenMode::read_only;
    EXPECT_EQ(error.kind(), is_reading ? ErrorKind::config : ErrorKind::cannot_create);
    const char* reason = is_reading ? "is no file" : "is not a regular file";
    EXPECT_NE(std::string(error.what()).find(reason), std::string::npos) << error.what();
  }
}

// SQLite takes it for that of a transaction over several databases, and deletes the file that it
// names.
TEST_F(DatabaseFile, AJournalThatNamesAnotherFileIsRefusedAndTheFileIsLeftAlone) {
  { const Database database(file(), OpenMode::read_write); }
  const std::filesystem::path victim = directory_ / "precious";
  std::ofstream(victim) << "precious";
  const std::string name = victim.string();
  unsigned sum = 0;
  for (const char c : name) sum += static_cast<unsigned char>(c);
  const auto big_endian = [](unsigned number) {
    std::string bytes;
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift & 0xFFU);
    return bytes;
  };
  const std::string magic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  std::string journal = magic + std::string(504, '\0') + big_endian(1) + name;
  journal += big_endian(static_cast<unsigned>(name.size())) + big_endian(sum) + magic;
  std::ofstream(file().string() + "-journal", std::ios::binary) << journal;
  for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
    EXPECT_EQ(error_of([&] { Database(file(), mode); }).kind(), ErrorKind::cannot_create);
  }
  EXPECT_EQ(bytes_of(victim), "precious");
}

TEST_F(DatabaseFile, APipeBesideItIsRefusedAtOnce) {
  { const Database database(file(), OpenMode::read_write); }
  for (const char* suffix : {"-journal", "-wal"}) {
    const std::string pipe = file().string() + suffix;
    std::filesystem::remove(pipe);
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
      EXPECT_EQ(error_of([&] { Database(file(), mode); }).kind(), ErrorKind::cannot_create);
    }
    std::filesystem::remove(pipe);
  }
}

TEST_F(DatabaseFile, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
  {
    SQLite::Database other(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE notes (text)");
  }
  const std::string before = bytes_of(file());
  const Error error = error_of([&] { Database(file(), OpenMode::read_write); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_EQ(bytes_of(file()), before);
}

TEST_F(DatabaseFile, ANewerSchemaIsRefused) {
  {
    Database database(file(), OpenMode::read_write);
    database.connection().exec("PRAGMA user_version = 999");
  }
  const Error error = error_of([&] { Database(file(), OpenMode::read_write); });
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_NE(std::string(error.what()).find("999"), std::string::npos);
}

TEST_F(DatabaseFile, AFileThatWasLeftEmptyIsTakenAsNew) {
  std::ofstream(file()).flush();
  Database database(file(), OpenMode::read_write);
  EXPECT_EQ(begin_run(database, "sync", "1", {0}), 1);
}

TEST_F(DatabaseFile, DamagedPagesAreReportedAsSuch) {
  {
    Database database(file(), OpenMode::read_write);
    for (int i = 0; i < 200; ++i) (void)begin_run(database, std::string(200, 'r'), "1", {0});
  }
  const auto size = static_cast<long>(std::filesystem::file_size(file()));
  std::fstream damage(file(), std::ios::in | std::ios::out | std::ios::binary);
  constexpr long page = 4096;
  for (long at = page; at < size; at += page) {
    damage.seekp(at);
    damage << std::string(200, '\xEE');
  }
  damage.close();
  const Error error = error_of([&] {
    Database database(file(), OpenMode::read_write);
    (void)last_runs(database, 500);
  });
  EXPECT_EQ(error.kind(), ErrorKind::io);
  EXPECT_NE(std::string(error.what()).find(file().string()), std::string::npos);
}

TEST_F(DatabaseFile, ASecondWriterIsToldToTryLater) {
  Database first(file(), OpenMode::read_write);
  Database second(file(), OpenMode::read_write);
  second.connection().exec("PRAGMA busy_timeout = 1");
  WriteTransaction holding(first);
  const Error error = error_of([&] { WriteTransaction waiting(second); });
  EXPECT_EQ(error.kind(), ErrorKind::try_later);
}

TEST_F(DatabaseFile, WithoutCommitNothingIsKept) {
  Database database(file(), OpenMode::read_write);
  {
    WriteTransaction transaction(database);
    (void)begin_run(database, "sync", "1", {0});
  }
  EXPECT_TRUE(last_runs(database, 5).empty());
}

// In a child process, because a stop cannot be taken back.
TEST_F(DatabaseFile, ALongQueryEndsWhenTheProgramIsAskedToStop) {
  Database database(file(), OpenMode::read_write);
  EXPECT_EXIT(
      {
        os::install_stop_signals();
        heed_stop_requests(database);
        std::thread signal([] {
          std::this_thread::sleep_for(std::chrono::milliseconds(50));
          raise(SIGTERM);
        });
        signal.detach();
        const Error error = error_of([&] {
          at_border(database.file(), [&] {
            database.connection().exec(
                "WITH RECURSIVE endless (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) "
                "SELECT max(n) FROM endless");
          });
        });
        std::_Exit(error.kind() == ErrorKind::try_later ? 7 : 8);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace bursar::store
