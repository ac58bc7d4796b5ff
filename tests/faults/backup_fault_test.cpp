// kill -9 and a full disk between any two system calls of `bursar backup` and `bursar restore`: a
// backup is the one of before or the new one, and so is the database; neither is ever half.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "faults.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

// `safe.db` is a backup with the first batch. The books have more rows since, which are in the
// database's log only, as a killed process leaves them.
class BackupFault : public testing::Test {
 protected:
  BackupFault()
      : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-project\"", table_profile) {
    fs::create_directory(books_.directory() / "inbox");
    expect_quiet_success(books_.run({"sync"}));
    expect_quiet_success(books_.run({"export"}));
    expect_quiet_success(books_.run({"backup", safe().string()}));
    change(sandbox_, R"({"op": "insert", "account": "demo-project", "rows": 40, "at": ")" +
                         ago(std::chrono::hours(1)) + "\"}");
    const SQLite::Database reader(books_.database().string(), SQLite::OPEN_READONLY);
    (void)reader.tableExists("transactions");
    expect_quiet_success(books_.run({"sync"}));
    fs::copy(books_.directory(), kept_.path() / "books", fs::copy_options::recursive);
    fs::remove(kept_.path() / "books" / "bursar.db-shm");
    new_rows_ = dump_everything(books_.database());
    old_rows_ = dump_everything(safe());
    EXPECT_NE(new_rows_, old_rows_);
    EXPECT_GT(fs::file_size(kept_.path() / "books" / "bursar.db-wal"), 0U);
  }

  [[nodiscard]] fs::path safe() const { return books_.directory() / "safe.db"; }
  void go_back() {
    for (const auto& entry : fs::directory_iterator(books_.directory())) fs::remove_all(entry);
    fs::copy(kept_.path() / "books", books_.directory(), fs::copy_options::recursive);
  }

  // Either, and sound; both know of the batch.
  void expect_old_or_new(const fs::path& database) {
    ASSERT_TRUE(fs::exists(database)) << "at no moment is there none";
    EXPECT_EQ(integrity_problems(database), "");
    const std::string rows = dump_everything(database);
    EXPECT_TRUE(rows == old_rows_ || rows == new_rows_) << "neither the old nor the new";
    EXPECT_EQ(query(database, "SELECT count(*) FROM batches"), "1\n");
  }

  // Runs `command` with each fault in turn, and once more without.
  template <typename Healed>
  void strike_everywhere(const std::vector<std::string>& command, int stride,
                         const Healed& expect_healed) {
    int faults = 0;
    for (const char* how : {"kill", "full", "full-once"}) {
      for (int at = 1; !HasFailure(); at += fault_stride(stride)) {
        SCOPED_TRACE(std::string(how) + " at call " + std::to_string(at));
        go_back();
        const Finished struck = books_.run(command, with_fault(how, at));
        if (struck.ended.signal != SIGKILL && !was_starved(struck)) break;
        ++faults;
        if (struck.ended.signal == 0 && struck.ended.exit_status != 0) {
          EXPECT_TRUE(says_cannot_write(struck)) << struck.errors;
        }
        expect_old_or_new(books_.database());
        expect_old_or_new(safe());
        expect_quiet_success(books_.run(command));
        expect_healed();
      }
    }
    EXPECT_GT(faults, 5);
    RecordProperty("faults", faults);
  }

  SandboxProcess sandbox_;
  Installation books_;
  TemporaryDirectory kept_;
  std::string old_rows_;
  std::string new_rows_;
};

TEST_F(BackupFault, ABackupIsTheOldOneOrTheNewOne) {
  strike_everywhere({"backup", safe().string()}, 41, [&] {
    EXPECT_TRUE(dump_everything(safe()) == new_rows_);
    EXPECT_TRUE(dump_everything(books_.database()) == new_rows_);
    EXPECT_TRUE(fs::exists(books_.directory() / "safe.db.batches/table/1/manifest.json"));
  });
}

TEST_F(BackupFault, ARestoredDatabaseIsTheOldOneOrTheNewOneAndHandsNothingOverTwice) {
  strike_everywhere({"restore", safe().string()}, 89, [&] {
    EXPECT_TRUE(dump_everything(books_.database()) == old_rows_);
    expect_quiet_success(books_.run({"export"}));
    EXPECT_FALSE(fs::exists(books_.directory() / "inbox/table-2.csv")) << "nothing is new";
  });
}

// What a restore of another backup left when it was killed must not become a part of this one.
TEST_F(BackupFault, TheLogOfARestoreThatWasKilledIsNotTakenForTheNextOnes) {
  const fs::path fresh = books_.directory() / "bursar.db.restoring";
  fs::copy_file(kept_.path() / "books" / "bursar.db", fresh);
  fs::copy_file(kept_.path() / "books" / "bursar.db-wal", fresh.string() + "-wal");
  expect_quiet_success(books_.run({"restore", safe().string()}));
  EXPECT_EQ(integrity_problems(books_.database()), "");
  EXPECT_TRUE(dump_everything(books_.database()) == old_rows_);
}

// A copy made by other means than `bursar restore`, which would have refused.
TEST_F(BackupFault, AnOlderDatabaseThatSomebodyPutBackHandsNothingOverTwice) {
  go_back();
  expect_quiet_success(books_.run({"export"}));
  const fs::path second = books_.directory() / "inbox/table-2.csv";
  ASSERT_TRUE(fs::exists(second));
  fs::remove(second);  // imported
  for (const char* log : {"-wal", "-shm"}) fs::remove(books_.database().string() + log);
  fs::copy_file(safe(), books_.database(), fs::copy_options::overwrite_existing);
  expect_quiet_success(books_.run({"sync"}));
  expect_refusal(books_.run({"export"}), 78, {"bursar.db.batches/table/2", "does not know"});
  EXPECT_FALSE(fs::exists(second));
}

}  // namespace
}  // namespace bursar::tests
