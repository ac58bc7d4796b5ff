// kill -9 between any two system calls of `bursar receipts`: the run after it ends in the same
// files, the same index and the same table as an undisturbed one.
#include <csignal>
#include <filesystem>
#include <map>
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

constexpr int usual_stride = 37;

// Everything that a user sees of an archive, by name.
std::map<std::string, std::string> content(const Installation& books) {
  std::map<std::string, std::string> files;
  const fs::path archive = books.directory() / "bursar.db.receipts";
  for (const auto& entry : fs::recursive_directory_iterator(archive)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), archive).string()] = read_file(entry.path());
  }
  files["the table"] =
      query(books.database(),
            "SELECT expense, address, number, total, attached, file, type, size, sha256, reason "
            "FROM receipts ORDER BY expense, number");
  return files;
}

TEST(ReceiptsKill, AnyMomentLeavesWhatTheNextRunCompletes) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  expect_quiet_success(books.run({"sync"}));
  const fs::path archive = books.directory() / "bursar.db.receipts";
  const fs::path unspent = books.directory() / "unspent.db";
  fs::copy(books.database(), unspent);
  const std::vector<std::string> fetch{"receipts", "--period", "2026-06..2026-12"};
  const auto begin_anew = [&] {
    fs::remove_all(archive);
    fs::remove(books.database().string() + "-wal");
    fs::remove(books.database().string() + "-shm");
    fs::copy_file(unspent, books.database(), fs::copy_options::overwrite_existing);
  };

  begin_anew();
  expect_quiet_success(books.run(fetch));
  const auto undisturbed = content(books);
  ASSERT_GT(undisturbed.size(), 4U);

  int kills = 0;
  for (int at = 1; !HasFailure(); at += fault_stride(usual_stride)) {
    SCOPED_TRACE(at);
    begin_anew();
    const Finished killed = books.run(fetch, with_fault("kill", at));
    if (killed.ended.signal != SIGKILL) break;  // it had come to its end
    ++kills;
    expect_quiet_success(books.run(fetch));
    EXPECT_TRUE(content(books) == undisturbed);
    EXPECT_EQ(integrity_problems(books.database()), "");
  }
  EXPECT_GT(kills, 3);
}

}  // namespace
}  // namespace bursar::tests
