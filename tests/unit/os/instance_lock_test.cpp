#include "os/instance_lock.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::os {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class InstanceLockTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-lock-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }
  fs::path directory_;
};

TEST_F(InstanceLockTest, ASecondHolderIsRefusedAndToldWhoHoldsIt) {
  const fs::path file = directory_ / "bursar.db.lock";
  const InstanceLock first(file);
  try {
    const InstanceLock second(file);
    FAIL() << "the lock was given twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::try_later);
    EXPECT_THAT(error.what(), HasSubstr("process " + std::to_string(getpid())));
    EXPECT_THAT(error.what(), HasSubstr(file.string()));
  }
}

TEST_F(InstanceLockTest, ItIsFreeAgainWhenTheHolderHasGone) {
  const fs::path file = directory_ / "bursar.db.lock";
  { const InstanceLock first(file); }
  EXPECT_NO_THROW(InstanceLock{file});
}

TEST_F(InstanceLockTest, AKilledProcessLeavesNoLockBehind) {
  const fs::path file = directory_ / "bursar.db.lock";
  const pid_t child = fork();
  if (child == 0) {
    const InstanceLock held(file);
    raise(SIGKILL);
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_NO_THROW(InstanceLock{file});
}

TEST_F(InstanceLockTest, AChildProgramDoesNotInheritIt) {
  const fs::path file = directory_ / "bursar.db.lock";
  pid_t child = -1;
  {
    const InstanceLock held(file);
    child = fork();
    if (child == 0) {
      execl("/bin/sh", "sh", "-c", "exec sleep 20", static_cast<char*>(nullptr));
      _exit(127);
    }
    while (fs::read_symlink("/proc/" + std::to_string(child) + "/exe") ==
           fs::read_symlink("/proc/self/exe")) {
      usleep(1000);
    }
  }
  EXPECT_NO_THROW(InstanceLock{file});
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

TEST_F(InstanceLockTest, AMissingDirectoryIsNamed) {
  try {
    const InstanceLock lock(directory_ / "nowhere" / "bursar.db.lock");
    FAIL() << "a lock in a directory that does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
    EXPECT_THAT(error.what(), HasSubstr("nowhere"));
  }
}

// Whoever can write to the directory must not choose what is locked, or written into.
TEST_F(InstanceLockTest, WhatIsPlantedInItsPlaceIsNeitherTakenNorChanged) {
  const fs::path victim = directory_ / "victim";
  const fs::path file = directory_ / "bursar.db.lock";
  std::ofstream(victim) << "precious";
  const auto expect_refused = [&](const char* what) {
    try {
      const InstanceLock lock(file);
      ADD_FAILURE() << what << " was taken for a lock file";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
      EXPECT_THAT(error.what(), HasSubstr("is not one of ours"));
    }
    fs::remove(file);
  };
  fs::create_symlink(victim, file);
  expect_refused("a link");
  fs::create_hard_link(victim, file);
  expect_refused("a second name");
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  expect_refused("a pipe");
  std::ifstream in(victim);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "precious");
  EXPECT_NO_THROW(InstanceLock{file});
}

}  // namespace
}  // namespace bursar::os
