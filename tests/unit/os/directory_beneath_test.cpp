#include "os/directory_beneath.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"
#include "os/atomic_file.hpp"

namespace bursar::os {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// `archive` is the directory, `outside` what nobody may reach from it.
class DirectoryBeneathTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-beneath-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    fs::create_directories(archive() / "2026/03");
    fs::create_directory(home_ / "outside");
    std::ofstream(home_ / "outside/secret") << "secret";
    std::ofstream(archive() / "2026/03/paper.pdf") << "%PDF";
  }
  void TearDown() override { fs::remove_all(home_); }
  [[nodiscard]] fs::path archive() const { return home_ / "archive"; }

  template <typename Work>
  static void expect_refused(const Work& work, const std::string& name) {
    try {
      work();
      ADD_FAILURE() << name << " was let pass";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data) << error.what();
      EXPECT_THAT(error.what(), HasSubstr(name));
    }
  }
  static std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path home_;
};

TEST_F(DirectoryBeneathTest, WhatLiesThereIsFoundAndWhatDoesNotIsMissing) {
  const DirectoryBeneath directory(archive());
  const auto found = directory.find_file("2026/03/paper.pdf");
  ASSERT_TRUE(found.has_value());
  std::array<char, 8> bytes{};
  EXPECT_EQ(::read(found->get(), bytes.data(), bytes.size()), 4);
  EXPECT_FALSE(directory.find_file("2026/04/paper.pdf").has_value());
  EXPECT_FALSE(directory.find_file("2026/03").has_value()) << "a directory is no file";
  EXPECT_FALSE(DirectoryBeneath::find(home_ / "nowhere").has_value());
}

TEST_F(DirectoryBeneathTest, NamesThatLeadOutAreRefused) {
  const DirectoryBeneath directory(archive());
  for (const char* name : {"../outside/secret", "2026/../../outside/secret", "/etc/passwd", ".."}) {
    expect_refused([&] { (void)directory.find_file(name); }, name);
    expect_refused([&] { (void)directory.make_below(name); }, name);
    expect_refused([&] { directory.move("2026/03/paper.pdf", directory, name); }, name);
    expect_refused([&] { directory.move(name, directory, "paper.pdf"); }, name);
  }
  EXPECT_TRUE(fs::exists(archive() / "2026/03/paper.pdf"));
}

TEST_F(DirectoryBeneathTest, LinksAreNotFollowedWhereverTheyStand) {
  fs::create_directory_symlink(home_ / "outside", archive() / "2027");
  fs::create_symlink(home_ / "outside/secret", archive() / "2026/03/link.pdf");
  const DirectoryBeneath directory(archive());
  expect_refused([&] { (void)directory.find_file("2027/secret"); }, "2027/secret");
  expect_refused([&] { (void)directory.find_file("2026/03/link.pdf"); }, "link.pdf");
  expect_refused([&] { (void)directory.make_below("2027/03"); }, "2027/03");
  expect_refused([&] { directory.move("2026/03/paper.pdf", directory, "2027/paper.pdf"); }, "2027");
  EXPECT_EQ(std::distance(fs::directory_iterator(home_ / "outside"), {}), 1);
}

TEST_F(DirectoryBeneathTest, AFifoKeepsNobodyWaiting) {
  ASSERT_EQ(::mkfifo((archive() / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(DirectoryBeneath(archive()).find_file("pipe").has_value());
}

TEST_F(DirectoryBeneathTest, DirectoriesAreMadeForTheirOwnerAlone) {
  const DirectoryBeneath made = DirectoryBeneath::made(home_ / "new/archive");
  const DirectoryBeneath below = made.make_below("2026/04");
  EXPECT_EQ(below.path(), home_ / "new/archive/2026/04");
  EXPECT_EQ(fs::status(below.path()).permissions(), fs::perms::owner_all);
  AtomicFile file(below, "paper.pdf");
  file.write("%PDF new");
  file.commit();
  EXPECT_EQ(content(home_ / "new/archive/2026/04/paper.pdf"), "%PDF new");
}

TEST_F(DirectoryBeneathTest, WhatIsMovedTakesItsNameBeneathTheOther) {
  const DirectoryBeneath aside = DirectoryBeneath::made(home_ / "aside");
  DirectoryBeneath(archive()).move("2026/03/paper.pdf", aside, "2026/03/paper.pdf");
  EXPECT_EQ(content(home_ / "aside/2026/03/paper.pdf"), "%PDF");
  EXPECT_FALSE(fs::exists(archive() / "2026/03/paper.pdf"));
}

// A directory that is exchanged for a link after it was opened is still the one that was opened.
TEST_F(DirectoryBeneathTest, ADirectoryThatIsExchangedMeanwhileIsStillTheSame) {
  const DirectoryBeneath month = DirectoryBeneath(archive()).make_below("2026/03");
  fs::rename(archive() / "2026/03", archive() / "2026/was-03");
  fs::create_directory_symlink(home_ / "outside", archive() / "2026/03");
  AtomicFile file(month, "new.pdf");
  file.write("%PDF");
  file.commit();
  EXPECT_TRUE(fs::exists(archive() / "2026/was-03/new.pdf"));
  EXPECT_FALSE(fs::exists(home_ / "outside/new.pdf"));
}

}  // namespace
}  // namespace bursar::os
