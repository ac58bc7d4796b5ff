#include "os/staged_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::os {
namespace {

namespace fs = std::filesystem;

class StagedFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-staged-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    std::ofstream(victim()) << "precious";
  }
  void TearDown() override { fs::remove_all(directory_); }
  [[nodiscard]] fs::path victim() const { return directory_ / "victim"; }
  [[nodiscard]] fs::path staged() const { return directory_ / ".staged"; }
  static std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text) const {
    StagedFile file(staged(), 0600);
    file.write(text);
    file.finish();
  }

  fs::path directory_;
};

// What shares its bytes with another name is not emptied and filled with ours.
TEST_F(StagedFileTest, APlantedHardLinkLeavesItsOtherNameAlone) {
  fs::create_hard_link(victim(), staged());
  write("ours");
  EXPECT_EQ(content(victim()), "precious");
  EXPECT_EQ(content(staged()), "ours");
}

TEST_F(StagedFileTest, APlantedSymbolicLinkLeavesItsTargetAlone) {
  fs::create_symlink(victim(), staged());
  write("ours");
  EXPECT_EQ(content(victim()), "precious");
  EXPECT_EQ(content(staged()), "ours");
}

TEST_F(StagedFileTest, WhatAnEarlierAttemptLeftIsReplaced) {
  write("a longer text than the next one");
  write("ours");
  EXPECT_EQ(content(staged()), "ours");
}

TEST_F(StagedFileTest, ADirectoryInItsPlaceIsSaid) {
  fs::create_directory(staged());
  try {
    const StagedFile file(staged(), 0600);
    FAIL() << "written over a directory";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
  }
}

}  // namespace
}  // namespace bursar::os
