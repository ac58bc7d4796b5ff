// Databases that are not ours, damaged, full or in use: said so, left as they are, and what was
// stored before is there still.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class BadDatabase : public testing::Test {
 protected:
  BadDatabase() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {}

  // Refused by each command, with the file left as it was, to the byte.
  void expect_left_alone(int exit_status, const std::vector<std::string>& said) {
    const std::string before = read_file(books_.database());
    for (const std::vector<std::string>& command : {std::vector<std::string>{"sync"},
                                                    {"backfill"},
                                                    {"status"},
                                                    {"export", "--layout", "ofx"}}) {
      SCOPED_TRACE(command.front());
      expect_refusal(books_.run(command), exit_status, said);
      EXPECT_TRUE(read_file(books_.database()) == before) << "the file was changed";
    }
  }

  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(BadDatabase, ATextFileIsNoDatabase) {
  books_.put("bursar.db", "Dear diary, this is not a database but it is precious to me.\n");
  expect_left_alone(74, {"bursar.db", "is damaged or is not a database"});
}

TEST_F(BadDatabase, AnotherProgramsDatabaseIsLeftAlone) {
  SQLite::Database(books_.database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
  expect_left_alone(78, {"bursar.db", "not one of Bursar's"});
}

TEST_F(BadDatabase, ANewerVersionsDatabaseIsRefused) {
  expect_quiet_success(books_.run({"sync"}));
  SQLite::Database(books_.database().string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA user_version = 99");
  expect_left_alone(78, {"schema version 99", "install the newer bursar"});
}

TEST_F(BadDatabase, ADamagedDatabaseIsSaidToBeDamaged) {
  expect_quiet_success(books_.run({"sync"}));
  const auto size = fs::file_size(books_.database());
  std::fstream file(books_.database(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(100);
  file << std::string(size / 2, 'x');
  file.close();
  expect_left_alone(74, {"bursar.db", "damaged", "backup"});
}

TEST_F(BadDatabase, ADatabaseCutInHalfIsSaidToBeDamaged) {
  expect_quiet_success(books_.run({"sync"}));
  fs::resize_file(books_.database(), fs::file_size(books_.database()) / 2);
  const Finished sync = books_.run({"sync"});
  expect_refusal(sync, 74, {"bursar.db", "damaged", "backup"});
  const Finished doctor = books_.run({"doctor"});
  EXPECT_EQ(doctor.ended.exit_status, 74);
  EXPECT_THAT(doctor.output, HasSubstr("BAD"));
}

TEST_F(BadDatabase, AFullDiskStopsTheRunAndTheNextOneCompletesIt) {
  const std::vector<std::string> sync{"sync", "--page-size", "100", "--fixed-page-size"};
  // Blocks of 512 bytes: the log outgrows the first at once, the second after some windows.
  for (const char* limit : {"ulimit -f 200", "ulimit -f 1500"}) {
    SCOPED_TRACE(limit);
    expect_refusal(books_.run_after(limit, sync), 74, {"bursar.db"});
    EXPECT_EQ(integrity_problems(books_.database()), "");
  }
  const std::string half = query(books_.database(), "SELECT count(*) FROM transactions");
  expect_quiet_success(books_.run(sync));
  EXPECT_NE(query(books_.database(), "SELECT count(*) FROM transactions"), half);
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

TEST_F(BadDatabase, AFullDiskLosesNothingThatWasStored) {
  expect_quiet_success(books_.run({"sync"}));
  const Holdings before = holdings(books_);
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 400})");
  expect_refusal(books_.run_after("ulimit -f 40", {"sync"}), 74, {"bursar.db"});
  EXPECT_EQ(holdings(books_), before);
  expect_quiet_success(books_.run({"sync"}));
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

TEST_F(BadDatabase, AFullDiskLeavesNoHalfExports) {
  expect_quiet_success(books_.run({"sync"}));
  const fs::path inbox = books_.directory() / "inbox";
  fs::create_directory(inbox);
  books_.put("bursar.toml", read_file(books_.directory() / "bursar.toml") +
                                "[profile.table]\nsource = \"books\"\nlayout = \"transactions\"\n"
                                "directory = \"inbox\"\nstart = \"beginning\"\n");
  const Finished failed = books_.run_after("ulimit -f 20", {"export"});
  expect_refusal(failed, 74, {});
  EXPECT_FALSE(fs::exists(inbox / "table-1.csv"));
  EXPECT_EQ(query(books_.database(), "SELECT count(*) FROM batches"), "0\n");
  expect_quiet_success(books_.run({"export"}));
  EXPECT_TRUE(fs::exists(inbox / "table-1.csv")) << "nothing was marked as handed over";
}

// The directory of the files is a disk of its own that is too small for them.
TEST_F(BadDatabase, AFullDirectoryLeavesNoHalfExports) {
  expect_quiet_success(books_.run({"sync"}));
  const fs::path inbox = books_.directory() / "inbox";
  fs::create_directory(inbox);
  books_.put("bursar.toml", read_file(books_.directory() / "bursar.toml") +
                                "[profile.table]\nsource = \"books\"\nlayout = \"transactions\"\n"
                                "directory = \"inbox\"\nstart = \"beginning\"\n");
  const std::vector<std::string> apart{
      "/usr/bin/unshare",
      "--user",
      "--map-root-user",
      "--mount",
      "/bin/sh",
      "-c",
      "mount -t tmpfs -o size=\"$0\" tmpfs \"$1\" || exit 99; "
      "shift; \"$@\"; status=$?; ls -A \"$INBOX\" >&2; exit $status"};
  Process::Start start = books_.command({"export"}, {{"INBOX", inbox.string()}});
  std::vector<std::string> command = apart;
  command.insert(command.end(), {"64k", inbox.string()});
  command.insert(command.end(), start.command.begin(), start.command.end());
  start.command = command;
  Process process(start);
  const Finished failed = books_.finish(process);
  if (failed.ended.exit_status == 99 || failed.errors.find("unshare") != std::string::npos) {
    GTEST_SKIP() << "no mount of its own may be made here";
  }
  expect_refusal(failed, 74, {"inbox"});
  EXPECT_THAT(failed.errors, testing::Not(HasSubstr("\n.bursar"))) << "left behind";
  EXPECT_EQ(query(books_.database(), "SELECT count(*) FROM batches"), "0\n");
  expect_quiet_success(books_.run({"export"}));
  EXPECT_TRUE(fs::exists(inbox / "table-1.csv")) << "nothing was marked as handed over";
}

TEST_F(BadDatabase, ASecondInstanceIsTurnedAwayWhileReadersAreNot) {
  expect_quiet_success(books_.run({"sync"}));
  const Holdings before = holdings(books_);
  plan(sandbox_, R"([{"action": "latency", "delay_ms": 3000}])");
  Process::Start start = books_.command({"backfill"});
  start.output.clear();
  start.errors.clear();
  Process first(start);
  const fs::path lock = books_.directory() / "bursar.db.lock";
  while (!fs::exists(lock) || read_file(lock).empty()) {
    ASSERT_FALSE(first.poll()) << "ended too early";
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  expect_refusal(books_.run({"sync"}), 75,
                 {"process " + std::to_string(first.pid()), "wait until it has ended"});
  const Finished status = books_.run({"status"});
  expect_quiet_success(status);
  EXPECT_THAT(status.output, HasSubstr("did not end"));
  EXPECT_EQ(holdings(books_), before);
  first.signal(SIGKILL);
  first.wait();
  plan(sandbox_, "[]");
  expect_quiet_success(books_.run({"sync"}));
}

// Somebody's database browser with a change that was never committed.
TEST_F(BadDatabase, AnotherToolThatHoldsATransactionOpenIsWaitedForAndThenNamed) {
  expect_quiet_success(books_.run({"sync"}));
  const Holdings before = holdings(books_);
  {
    SQLite::Database browser(books_.database().string(), SQLite::OPEN_READWRITE);
    browser.exec("BEGIN IMMEDIATE");
    expect_refusal(books_.run({"sync"}), 75, {"another process is using", "bursar.db"});
    expect_quiet_success(books_.run({"status"}));
  }
  EXPECT_EQ(holdings(books_), before);
  expect_quiet_success(books_.run({"sync"}));
}

TEST_F(BadDatabase, ExportBeforeTheFirstSyncSaysWhatToDo) {
  expect_refusal(books_.run({"export", "--layout", "ofx"}), 78, {"bursar.db", "bursar sync"});
  EXPECT_FALSE(fs::exists(books_.database()));
}

}  // namespace
}  // namespace bursar::tests
