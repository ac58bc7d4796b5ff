// What is left after a process was killed while it wrote, or ran out of disk.
#include <csignal>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error/error.hpp"
#include "store/coverage.hpp"
#include "store/sources.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using namespace std::chrono_literals;
using Crash = StoreDirectory;

constexpr int rows_per_page = 50;

// Writes pages and their proofs until something stops it.
void write_pages(Database& database, int pages) {
  RecordWriter writer(database);
  const Source source = open_source(database, "ours", "host", "acc_host", {0});
  const auto first = static_cast<int>(
      database.connection().execAndGet("SELECT count(*) FROM transactions").getInt());
  for (int i = 0; i < pages; ++i) {
    auto page = make_page();
    const int start = first + i * rows_per_page;
    for (int row = 0; row < rows_per_page; ++row) {
      page.rows.push_back(make_transaction(start + row));
    }
    WriteTransaction transaction(database);
    writer.write(page, {.run = 1, .now = {1}});
    record_window(database, {source.source, "transactions", ""},
                  {{{start}, {start + rows_per_page}}, rows_per_page, 1, {1}});
    transaction.commit();
  }
}

// The proofs say exactly what is stored, and the file is whole.
void expect_intact(Database& database) {
  SQLite::Database& connection = database.connection();
  EXPECT_EQ(connection.execAndGet("PRAGMA integrity_check").getString(), "ok");
  SQLite::Statement broken(connection, "PRAGMA foreign_key_check");
  EXPECT_FALSE(broken.executeStep());
  EXPECT_EQ(connection.execAndGet("SELECT count(*) FROM transactions").getInt(),
            connection.execAndGet("SELECT coalesce(sum(rows), 0) FROM windows").getInt());
}

TEST_F(Crash, AKilledWriterLeavesWholePagesWithTheirProofs) {
  { Database database(file(), OpenMode::read_write); }
  for (int round = 0; round < 6; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      Database database(file(), OpenMode::read_write);
      write_pages(database, 1'000'000);
      ::_exit(0);
    }
    std::this_thread::sleep_for(30ms + round * 37ms);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    Database database(file(), OpenMode::read_write);
    expect_intact(database);
  }
  Database database(file(), OpenMode::read_write);
  EXPECT_GT(database.connection().execAndGet("SELECT count(*) FROM transactions").getInt(), 0);
  write_pages(database, 2);
  expect_intact(database);
}

TEST_F(Crash, AProcessKilledWhileItCreatesTheDatabaseIsNoObstacle) {
  for (int round = 0; round < 10; ++round) {
    const auto path = directory_ / ("new-" + std::to_string(round));
    const pid_t child = ::fork();
    if (child == 0) {
      Database database(path, OpenMode::read_write);
      ::_exit(0);
    }
    std::this_thread::sleep_for(round * 700us);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    Database database(path, OpenMode::read_write);
    write_pages(database, 1);
    expect_intact(database);
  }
}

// In a child, because the limit would hold for the whole test program.
int fill_limited_disk(const std::filesystem::path& file) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{3'000'000, 3'000'000};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  try {
    Database database(file, OpenMode::read_write);
    write_pages(database, 1'000);
  } catch (const Error& error) {
    return error.kind() == ErrorKind::io && !error.next_step().empty() ? 42 : 1;
  }
  return 0;
}

TEST_F(Crash, AFullDiskIsAnIoErrorAndWhatWasCommittedStays) {
  { Database database(file(), OpenMode::read_write); }
  const pid_t child = ::fork();
  if (child == 0) ::_exit(fill_limited_disk(file()));
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 42);
  Database database(file(), OpenMode::read_write);
  EXPECT_GT(database.connection().execAndGet("SELECT count(*) FROM transactions").getInt(), 0);
  expect_intact(database);
  write_pages(database, 1);
  expect_intact(database);
}

}  // namespace
}  // namespace bursar::store
