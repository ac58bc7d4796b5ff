// Directories that may not be written: each is named with what to do, nothing is recorded as done
// that is not, and the next run that may write does it.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "faults.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

// Root may write everywhere, so the program runs as somebody else there.
class ReadOnly : public testing::Test {
 protected:
  ReadOnly()
      : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-project\"", table_profile) {
    fs::create_directory(books_.directory() / "inbox");
  }
  void SetUp() override {
    if (is_root() && !fs::exists("/usr/bin/setpriv")) {
      GTEST_SKIP() << "setpriv (util-linux) is needed";
    }
    if (is_root()) fs::copy_file(bursar_program(), books_.directory() / "program");
  }
  void TearDown() override {
    for (const fs::path& place : closed_) fs::permissions(place, fs::perms::owner_all);
  }

  static bool is_root() { return geteuid() == 0; }
  void close(const fs::path& place) {
    fs::permissions(place, fs::perms::owner_read | fs::perms::owner_exec);
    closed_.push_back(place);
  }
  void open(const fs::path& place) { fs::permissions(place, fs::perms::owner_all); }

  Finished run(const std::vector<std::string>& arguments) {
    Process::Start start = books_.command(arguments);
    if (is_root()) {
      give_away();
      start.command.front() = (books_.directory() / "program").string();
      const std::vector<std::string> as_nobody{"/usr/bin/setpriv", "--reuid=65534", "--regid=65534",
                                               "--clear-groups"};
      start.command.insert(start.command.begin(), as_nobody.begin(), as_nobody.end());
    }
    Process process(start);
    return books_.finish(process);
  }

  [[nodiscard]] fs::path place(const char* name) const { return books_.directory() / name; }

  SandboxProcess sandbox_;
  Installation books_;

 private:
  void give_away() const {
    constexpr uid_t nobody = 65534;
    EXPECT_EQ(chown(books_.directory().c_str(), nobody, nobody), 0);
    for (const auto& entry : fs::recursive_directory_iterator(books_.directory())) {
      EXPECT_EQ(chown(entry.path().c_str(), nobody, nobody), 0);
    }
  }
  std::vector<fs::path> closed_;
};

TEST_F(ReadOnly, ADropDirectoryIsNamedAndNothingCountsAsHandedOver) {
  expect_quiet_success(run({"sync"}));
  close(place("inbox"));
  expect_refusal(run({"export"}), 73, {place("inbox").string(), "may write"});
  EXPECT_EQ(query(books_.database(), "SELECT count(*) FROM batches"), "0\n");
  open(place("inbox"));
  expect_quiet_success(run({"export"}));
  EXPECT_TRUE(fs::exists(place("inbox") / "table-1.csv"));
}

TEST_F(ReadOnly, AnArchiveOfBatchesIsNamedAndNothingCountsAsHandedOver) {
  expect_quiet_success(run({"sync"}));
  fs::create_directory(place("bursar.db.batches"));
  close(place("bursar.db.batches"));
  expect_refusal(run({"export"}), 73, {"bursar.db.batches", "may write"});
  EXPECT_TRUE(fs::is_empty(place("inbox"))) << "nothing is left behind";
  open(place("bursar.db.batches"));
  expect_quiet_success(run({"export"}));
  EXPECT_TRUE(fs::exists(place("inbox") / "table-1.csv"));
}

TEST_F(ReadOnly, TheDatabasesDirectoryIsNamed) {
  fs::create_directory(place("place"));
  close(place("place"));
  const std::string database = (place("place") / "bursar.db").string();
  expect_refusal(run({"--database", database, "sync"}), 73, {database, "may write"});
}

TEST_F(ReadOnly, PlacesForBackupsPagesAndReceiptsAreNamed) {
  expect_quiet_success(run({"sync"}));
  fs::create_directory(place("place"));
  fs::create_directory(place("bursar.db.receipts"));
  close(place("place"));
  close(place("bursar.db.receipts"));
  const std::string backup = (place("place") / "backup.db").string();
  const std::string page = (place("place") / "page.html").string();
  expect_refusal(run({"backup", backup}), 73, {backup, "may write"});
  expect_refusal(run({"report", "html", "--to", page}), 73, {page, "may write"});
  expect_refusal(run({"receipts"}), 73, {"bursar.db.receipts", "may write"});
  EXPECT_TRUE(fs::is_empty(place("place")));
  open(place("place"));
  open(place("bursar.db.receipts"));
  expect_quiet_success(run({"backup", backup}));
  expect_quiet_success(run({"report", "html", "--to", page}));
}

}  // namespace
}  // namespace bursar::tests
