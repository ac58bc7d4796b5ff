#include "os/atomic_file.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::os {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class AtomicFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-file-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }

  static std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(directory_), fs::directory_iterator());
  }
  fs::path directory_;
};

TEST_F(AtomicFileTest, WhatWasWrittenIsThereAfterCommit) {
  const fs::path target = directory_ / "books.csv";
  const std::string big(300'000, 'x');
  AtomicFile file(target);
  file.write("head\n");
  file.write(big);
  EXPECT_FALSE(fs::exists(target)) << "the target must not appear before it is whole";
  file.commit();
  EXPECT_EQ(content(target), "head\n" + big);
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFileTest, WithoutCommitTheOldFileStaysAndNoTemporaryIsLeft) {
  const fs::path target = directory_ / "books.csv";
  std::ofstream(target) << "old";
  {
    AtomicFile file(target);
    file.write("new");
  }
  EXPECT_EQ(content(target), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFileTest, TheModeIsWhatWasAskedForWhateverTheUmask) {
  const mode_t before = umask(0077);
  AtomicFile shared(directory_ / "shared.csv", 0640);
  shared.commit();
  umask(0);
  AtomicFile own(directory_ / "own.csv");
  own.commit();
  umask(before);
  struct stat status {};
  ASSERT_EQ(stat((directory_ / "shared.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
  ASSERT_EQ(stat((directory_ / "own.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(AtomicFileTest, WhatAKilledProcessLeftIsReplaced) {
  std::ofstream(directory_ / ".books.csv.0123456789abcdef.tmp") << "half of a longer file";
  AtomicFile file(directory_ / "books.csv");
  file.write("whole");
  file.commit();
  EXPECT_EQ(content(directory_ / "books.csv"), "whole");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFileTest, TwoWritersOfOneFileDoNotMix) {
  AtomicFile first(directory_ / "books.csv");
  EXPECT_THROW(AtomicFile(directory_ / "books.csv"), Error);
  first.write("first");
  first.commit();
  EXPECT_EQ(content(directory_ / "books.csv"), "first");
}

// Nobody can guess what the temporary will be called; what is planted under names of before, and a
// target that is a link, are no way to another file.
TEST_F(AtomicFileTest, PlantedLinksAreNotFollowed) {
  const fs::path victim = directory_ / "victim";
  std::ofstream(victim) << "precious";
  const fs::path target = directory_ / "books.csv";
  fs::create_hard_link(victim, directory_ / ".books.csv.tmp");
  fs::create_symlink(victim, directory_ / ".books.csv.0123456789abcdef.tmp");
  fs::create_symlink(victim, target);
  AtomicFile file(target);
  file.write("new");
  file.commit();
  EXPECT_EQ(content(victim), "precious");
  EXPECT_FALSE(fs::is_symlink(target));
  EXPECT_EQ(content(target), "new");
}

TEST_F(AtomicFileTest, TheTemporaryHasAnotherNameEachTime) {
  std::set<std::string> names;
  for (int i = 0; i < 4; ++i) {
    const AtomicFile file(directory_ / "books.csv");
    names.insert(fs::directory_iterator(directory_)->path().filename().string());
  }
  EXPECT_EQ(names.size(), 4U);
}

TEST_F(AtomicFileTest, AMissingDirectoryIsAnErrorThatNamesTheFile) {
  try {
    const AtomicFile file(directory_ / "nowhere" / "books.csv");
    FAIL() << "created a file in a directory that does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
    EXPECT_THAT(error.what(), HasSubstr("nowhere/books.csv"));
  }
}

TEST_F(AtomicFileTest, ADiskThatTakesNoMoreIsAnErrorAndLeavesNothing) {
  // A limit on the size of files stands in for the full disk.
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{1000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  try {
    AtomicFile file(directory_ / "books.csv");
    file.write(std::string(5000, 'x'));
    file.commit();
    ADD_FAILURE() << "wrote more than there is room for";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::io);
    EXPECT_THAT(error.what(), HasSubstr("books.csv"));
    EXPECT_FALSE(error.next_step().empty());
  }
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(files(), 0);
}

}  // namespace
}  // namespace bursar::os
