// A disk without room at any write, sync, cut or rename of `bursar sync`, `receipts` and `report
// html`: it is said with the right exit status, nothing that was there is lost, and the next run
// ends where an undisturbed one does. Exports: export_kill_test; backups: backup_fault_test.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "faults.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using Command = std::vector<std::string>;

class FullDisk : public testing::Test {
 protected:
  FullDisk() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {
    expect_quiet_success(books_.run({"sync"}));
    fs::copy_file(books_.database(), books_.directory() / "before.db");
  }

  void go_back() {
    for (const char* log : {"-wal", "-shm"}) fs::remove(books_.database().string() + log);
    fs::remove_all(archive());
    fs::copy_file(books_.directory() / "before.db", books_.database(),
                  fs::copy_options::overwrite_existing);
  }
  [[nodiscard]] fs::path archive() const { return books_.directory() / "bursar.db.receipts"; }

  // `state` tells what a user has; `stride`: of the short form.
  void expect_to_recover(const Command& command, const std::function<std::string()>& state,
                         int stride) {
    const std::string before = state();
    expect_quiet_success(books_.run(command));
    const std::string expected = state();
    int faults = 0;
    for (const char* how : {"full", "full-once"}) {
      for (int at = 1; !HasFailure(); at += fault_stride(stride)) {
        SCOPED_TRACE(std::string(how) + " at call " + std::to_string(at));
        go_back();
        EXPECT_EQ(state(), before);
        const Finished starved = books_.run(command, with_fault(how, at));
        EXPECT_EQ(starved.ended.signal, 0);
        if (!was_starved(starved)) break;
        ++faults;
        // What fails after all is done is no failure.
        if (starved.ended.exit_status == 0) {
          EXPECT_EQ(state(), expected) << starved.errors;
        } else {
          EXPECT_TRUE(says_cannot_write(starved))
              << starved.ended.exit_status << ": " << starved.errors;
        }
        EXPECT_EQ(integrity_problems(books_.database()), "");
        expect_quiet_success(books_.run(command));
        EXPECT_EQ(state(), expected);
      }
    }
    EXPECT_GT(faults, 4);
    RecordProperty("faults", faults);
  }

  SandboxProcess sandbox_;
  Installation books_;
};

TEST_F(FullDisk, StopsASyncAndTheNextOneCompletesIt) {
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 120})");
  change(sandbox_,
         R"({"op": "amend", "account": "demo-collective", "kind": "CONTRIBUTION", "index": 20,
             "amount": 7777})");
  expect_to_recover(
      {"sync", "--page-size", "50", "--fixed-page-size"},
      [&] { return dump_everything(books_.database()); }, 101);
}

TEST_F(FullDisk, StopsReceiptsAndTheNextRunFetchesTheRest) {
  const auto state = [&] {
    std::string text = query(books_.database(),
                             "SELECT expense, number, file, sha256, reason FROM receipts "
                             "ORDER BY expense, number");
    if (!fs::exists(archive())) return text;
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(archive())) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file() && !name.starts_with(".")) {
        files.push_back(entry.path().string() + " " + std::to_string(entry.file_size()) + "\n");
      }
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) text += file;
    return text;
  };
  expect_to_recover({"receipts", "--period", "2026-08..2026-12"}, state, 61);
}

TEST_F(FullDisk, LeavesThePageOfYesterdayOrWritesTheNewOne) {
  const fs::path page = books_.directory() / "page.html";
  books_.put("page.html", "yesterday's\n");
  const Command command{"report", "html", "--to", page.string()};
  int faults = 0;
  for (const char* how : {"full", "full-once"}) {
    for (int at = 1; !HasFailure(); ++at) {
      SCOPED_TRACE(std::string(how) + " at call " + std::to_string(at));
      books_.put("page.html", "yesterday's\n");
      const Finished starved = books_.run(command, with_fault(how, at));
      if (!was_starved(starved)) break;
      ++faults;
      const std::string now = read_file(page);
      const bool whole = now.ends_with("</html>\n");
      if (starved.ended.exit_status == 0) {
        EXPECT_TRUE(whole);
      } else {
        EXPECT_TRUE(says_cannot_write(starved)) << starved.errors;
        EXPECT_TRUE(whole || now == "yesterday's\n") << now.substr(0, 200);
      }
      for (const auto& entry : fs::directory_iterator(books_.directory())) {
        EXPECT_FALSE(entry.path().filename().string().starts_with(".page")) << entry.path();
      }
      expect_quiet_success(books_.run(command));
      EXPECT_TRUE(read_file(page).ends_with("</html>\n"));
    }
  }
  EXPECT_GT(faults, 3);
}

}  // namespace
}  // namespace bursar::tests
