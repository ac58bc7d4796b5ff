// Pages of the database that a disk has ruined: every command says so or does its work rightly, no
// backup is overwritten by what is damaged, nothing is handed over twice, and a restored backup
// heals it all.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

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

constexpr const char* profile =
    "[profile.table]\nsource = \"books\"\nlayout = \"transactions\"\ndirectory = \"inbox\"\n"
    "start = \"beginning\"\n";

class CorruptPages : public testing::Test {
 protected:
  CorruptPages()
      : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"", profile) {
    fs::create_directory(inbox());
    expect_quiet_success(books_.run({"sync"}));
    expect_quiet_success(books_.run({"export"}));
    expect_quiet_success(books_.run({"backup", safe().string()}));
    whole_ = read_file(safe());
    const SQLite::Database database(books_.database().string(), SQLite::OPEN_READONLY);
    page_size_ = number(database, "PRAGMA page_size");
    root_of_table_ =
        number(database, "SELECT rootpage FROM sqlite_schema WHERE name = 'transactions'");
    root_of_index_ = number(database,
                            "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND "
                            "tbl_name = 'transactions' ORDER BY rowid LIMIT 1");
  }

  static std::int64_t number(const SQLite::Database& database, const char* sql) {
    SQLite::Statement select(database, sql);
    EXPECT_TRUE(select.executeStep());
    return select.getColumn(0).getInt64();
  }
  [[nodiscard]] fs::path safe() const { return books_.directory() / "safe.db"; }
  [[nodiscard]] fs::path inbox() const { return books_.directory() / "inbox"; }

  void overwrite(const fs::path& file, std::int64_t from, const std::string& bytes) {
    std::fstream disk(file, std::ios::in | std::ios::out | std::ios::binary);
    disk.seekp(from);
    disk << bytes;
  }
  // Pages are counted from 1.
  void ruin(std::int64_t page, char with = '\xa5') {
    overwrite(books_.database(), (page - 1) * page_size_,
              std::string(static_cast<std::size_t>(page_size_), with));
  }
  // A page that the page points to as its last.
  std::int64_t last_child_of(std::int64_t page) {
    const std::string bytes = read_file(books_.database());
    std::int64_t child = 0;
    for (int i = 8; i < 12; ++i) {
      const auto at = static_cast<std::size_t>((page - 1) * page_size_ + i);
      child = child * 256 + static_cast<unsigned char>(bytes.at(at));
    }
    return child;
  }

  void expect_damage_to_be_told(const std::vector<std::string>& command) {
    SCOPED_TRACE(command.front());
    const Finished finished = books_.run(command);
    EXPECT_EQ(finished.ended.signal, 0);
    if (finished.ended.exit_status == 0) return;  // it had no need of the page
    expect_refusal(finished, 74, {"bursar.db", "damaged"});
  }

  void expect_nothing_made_worse() {
    const Finished doctor = books_.run({"doctor"});
    EXPECT_EQ(doctor.ended.exit_status, 74) << doctor.output;
    EXPECT_THAT(doctor.output, HasSubstr("BAD"));
    for (const std::vector<std::string>& command : {std::vector<std::string>{"status"},
                                                    {"sync"},
                                                    {"export"},
                                                    {"reconcile"},
                                                    {"report", "payees", "--period", "all"}}) {
      expect_damage_to_be_told(command);
    }
    expect_refusal(books_.run({"backup", safe().string()}), 74, {"damaged"});
    EXPECT_TRUE(read_file(safe()) == whole_) << "the backup of before was overwritten";
    expect_quiet_success(books_.run({"restore", safe().string()}));
    expect_quiet_success(books_.run({"sync"}));
    expect_quiet_success(books_.run({"export"}));
    EXPECT_FALSE(fs::exists(inbox() / "table-2.csv")) << "handed over once more";
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
    expect_quiet_success(books_.run({"export"}));
    const Finished repaired = books_.run({"doctor"});
    EXPECT_THAT(repaired.output, HasSubstr("sound"));
  }

  SandboxProcess sandbox_;
  Installation books_;
  std::string whole_;
  std::int64_t page_size_ = 0;
  std::int64_t root_of_table_ = 0;
  std::int64_t root_of_index_ = 0;
};

TEST_F(CorruptPages, TheHeader) {
  overwrite(books_.database(), 0, std::string(100, '\0'));
  expect_nothing_made_worse();
}

TEST_F(CorruptPages, TheSchema) {
  overwrite(books_.database(), 100, std::string(400, '\xff'));
  expect_nothing_made_worse();
}

TEST_F(CorruptPages, TheRootOfATable) {
  ruin(root_of_table_);
  expect_nothing_made_worse();
}

TEST_F(CorruptPages, ALeafOfATable) {
  ruin(last_child_of(root_of_table_), '\0');
  expect_nothing_made_worse();
}

TEST_F(CorruptPages, TheRootOfAnIndex) {
  ruin(root_of_index_);
  expect_nothing_made_worse();
}

TEST_F(CorruptPages, ALeafOfAnIndex) {
  ruin(last_child_of(root_of_index_), '\0');
  expect_nothing_made_worse();
}

// What a killed process left in the log is lost from the first bad frame on: the rows are read
// again, but that a batch was handed over is known to its archive alone.
TEST_F(CorruptPages, TheLog) {
  change(sandbox_, R"({"op": "insert", "account": "demo-collective", "rows": 40, "at": ")" +
                       ago(std::chrono::hours(1)) + "\"}");
  const TemporaryDirectory kept;
  {
    const SQLite::Database reader(books_.database().string(), SQLite::OPEN_READONLY);
    (void)reader.tableExists("transactions");
    expect_quiet_success(books_.run({"sync"}));
    expect_quiet_success(books_.run({"export"}));
    for (const char* name : {"bursar.db", "bursar.db-wal"}) {
      fs::copy_file(books_.directory() / name, kept.path() / name);
    }
  }
  ASSERT_TRUE(fs::remove(inbox() / "table-2.csv")) << "imported";
  const auto size = static_cast<std::int64_t>(fs::file_size(kept.path() / "bursar.db-wal"));
  for (const std::int64_t from : {std::int64_t{0}, std::int64_t{40}, size / 2, size - 200}) {
    SCOPED_TRACE(from);
    fs::remove(books_.database().string() + "-shm");
    for (const char* name : {"bursar.db", "bursar.db-wal"}) {
      fs::copy_file(kept.path() / name, books_.directory() / name,
                    fs::copy_options::overwrite_existing);
    }
    overwrite(books_.database().string() + "-wal", from, std::string(100, '\x5a'));
    expect_quiet_success(books_.run({"sync"}));
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
    const Finished handed_over = books_.run({"export"});
    // Known to the archive alone; or recorded, but not as published, and its marker is gone.
    EXPECT_THAT(handed_over.ended.exit_status, testing::AnyOf(0, 75, 78)) << handed_over.errors;
    EXPECT_FALSE(fs::exists(inbox() / "table-2.csv")) << "handed over once more";
    EXPECT_FALSE(fs::exists(inbox() / "table-3.csv")) << "handed over once more";
    EXPECT_EQ(integrity_problems(books_.database()), "");
  }
}

}  // namespace
}  // namespace bursar::tests
