#include "os/ownership.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/atomic_file.hpp"
#include "os/directory_beneath.hpp"
#include "os/instance_lock.hpp"
#include "os/staged_file.hpp"

namespace bursar::os {
namespace {

namespace fs = std::filesystem;

constexpr uid_t service = 61'184;  // the first that systemd gives to a dynamic user

// The directory of a service, in which root works.
class OwnershipTest : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can make what is another's";
    fs::create_directory(directory_);
    ASSERT_EQ(::chown(directory_.c_str(), service, service), 0);
  }
  void TearDown() override { fs::remove_all(directory_); }

  static uid_t owner_of(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_uid;
  }

  const fs::path directory_ =
      fs::temp_directory_path() / ("ownership_" + std::to_string(::getpid()));
};

// Root handed over once, and every later run of the service failed for that profile.
TEST_F(OwnershipTest, OfWhatRootMakesInTheDirectoryOfAServiceIsTheServices) {
  std::error_code failure;
  EXPECT_TRUE(make_directories(directory_ / "batches" / "new" / "1", failure));
  EXPECT_FALSE(failure);
  EXPECT_FALSE(make_directories(directory_ / "batches" / "new" / "1", failure)) << "it is there";
  StagedFile staged(directory_ / "batches" / "new" / "1" / "books-1.csv", 0600);
  staged.finish();
  AtomicFile replaced(directory_ / "metrics.prom");
  replaced.commit();
  const InstanceLock lock(directory_ / "bursar.db.lock", std::chrono::milliseconds(0));
  (void)DirectoryBeneath(directory_).make_below("receipts/2026");
  for (const char* name : {"batches", "batches/new", "batches/new/1", "batches/new/1/books-1.csv",
                           "metrics.prom", "bursar.db.lock", "receipts", "receipts/2026"}) {
    EXPECT_EQ(owner_of(directory_ / name), service) << name;
  }
}

TEST_F(OwnershipTest, OfWhatRootMakesInItsOwnDirectoryIsRoots) {
  ASSERT_EQ(::chown(directory_.c_str(), 0, 0), 0);
  AtomicFile file(directory_ / "mine");
  file.commit();
  EXPECT_EQ(owner_of(directory_ / "mine"), 0U);
}

TEST_F(OwnershipTest, OfWhatWasThereIsLeftAlone) {
  { const InstanceLock lock(directory_ / "lock", std::chrono::milliseconds(0)); }
  ASSERT_EQ(::chown((directory_ / "lock").c_str(), 0, 0), 0);
  const InstanceLock lock(directory_ / "lock", std::chrono::milliseconds(0));
  EXPECT_EQ(owner_of(directory_ / "lock"), 0U);
}

}  // namespace
}  // namespace bursar::os
