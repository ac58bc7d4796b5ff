#include "os/trusted_place.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace bursar::os {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class TrustedPlace : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bursar-trust-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    fs::create_directories(home_ / "etc/bursar");
    fs::permissions(home_ / "etc", fs::perms(0755));
    fs::permissions(home_ / "etc/bursar", fs::perms(0755));
    std::ofstream(file()) << "schema = 1\n";
    fs::permissions(file(), fs::perms(0644));
  }
  void TearDown() override { fs::remove_all(home_); }
  [[nodiscard]] fs::path file() const { return home_ / "etc/bursar/bursar.toml"; }
  [[nodiscard]] std::string problem(const fs::path& place) const {
    return mistrust(place).value_or("");
  }

  fs::path home_;
};

TEST_F(TrustedPlace, AFileThatItsOwnerAloneMayWritePasses) {
  EXPECT_EQ(problem(file()), "");
}

TEST_F(TrustedPlace, AFileThatOthersMayWriteDoesNot) {
  fs::permissions(file(), fs::perms(0664));
  EXPECT_THAT(problem(file()), HasSubstr("bursar.toml may be written by its group (mode 0664)"));
  fs::permissions(file(), fs::perms(0646));
  EXPECT_THAT(problem(file()), HasSubstr("bursar.toml may be written by everybody"));
}

TEST_F(TrustedPlace, EachDirectoryAboveIsLookedAt) {
  fs::permissions(home_ / "etc", fs::perms(0775));
  EXPECT_THAT(problem(file()), HasSubstr("etc may be written by its group"));
  fs::permissions(home_ / "etc", fs::perms(01777));
  EXPECT_EQ(problem(file()), "") << "in a sticky one others cannot exchange what is not theirs";
}

TEST_F(TrustedPlace, TheDirectoryOfALinkAndThatOfItsTargetAreLookedAt) {
  fs::create_directory(home_ / "shared");
  fs::create_symlink(file(), home_ / "shared/link.toml");
  EXPECT_EQ(problem(home_ / "shared/link.toml"), "");
  fs::permissions(home_ / "shared", fs::perms(0777));
  EXPECT_THAT(problem(home_ / "shared/link.toml"), HasSubstr("shared may be written"));
  fs::permissions(home_ / "shared", fs::perms(0755));
  fs::permissions(file(), fs::perms(0666));
  EXPECT_THAT(problem(home_ / "shared/link.toml"), HasSubstr("bursar.toml may be written"));
}

TEST_F(TrustedPlace, WhatIsNotThereIsNotTrusted) {
  EXPECT_THAT(problem(home_ / "nowhere.toml"), HasSubstr("cannot be looked at"));
}

TEST_F(TrustedPlace, AFileOfAnotherUserIsNotTrusted) {
  if (::geteuid() != 0) {
    EXPECT_EQ(problem("/etc/passwd"), "") << "what belongs to root is";
    return;
  }
  ASSERT_EQ(::chown(file().c_str(), 12345, 12345), 0);
  EXPECT_THAT(problem(file()), HasSubstr("belongs to another user (number 12345)"));
}

}  // namespace
}  // namespace bursar::os
