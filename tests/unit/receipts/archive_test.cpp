#include "receipts/archive.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "export/sha256.hpp"

namespace bursar::receipts {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ArchiveTest : public testing::Test {
 protected:
  ArchiveTest() {
    place_ =
        fs::path(testing::TempDir()) /
        (std::string("archive-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(place_);
    parts_.day = *ledger::parse_civil_date("2026-03-14");
    parts_.expense = "77";
    parts_.payee = "Jane";
  }
  ~ArchiveTest() override { fs::remove_all(place_); }

  std::string put(const std::string& bytes) {
    exporting::Sha256 hash;
    hash.add(bytes);
    return Archive(place_, false).put(parts_, bytes, hash.digest());
  }
  std::string content(const std::string& file) {
    std::ifstream in(place_ / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path place_;
  NameParts parts_;
};

TEST_F(ArchiveTest, AFileLiesUnderItsNameForItsOwnerAlone) {
  const std::string file = put("%PDF one");
  EXPECT_EQ(file, "2026/03/2026-03-14 expense-77 1-of-1 Jane.pdf");
  EXPECT_EQ(content(file), "%PDF one");
  EXPECT_EQ(fs::status(place_ / file).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(place_ / "2026/03").permissions(), fs::perms::owner_all);
}

TEST_F(ArchiveTest, TheSameBytesAreRecognised) {
  const std::string file = put("%PDF one");
  const auto written = fs::last_write_time(place_ / file);
  EXPECT_EQ(put("%PDF one"), file);
  EXPECT_EQ(fs::last_write_time(place_ / file), written);
}

TEST_F(ArchiveTest, OtherBytesAreLaidBesideNeverOver) {
  const std::string first = put("%PDF one");
  const std::string second = put("%PDF two");
  EXPECT_EQ(second, "2026/03/2026-03-14 expense-77 1-of-1 Jane (2).pdf");
  EXPECT_EQ(content(first), "%PDF one");
  EXPECT_EQ(content(second), "%PDF two");
  EXPECT_EQ(put("%PDF two"), second);
}

TEST_F(ArchiveTest, WhatAKilledRunLeftHalfWrittenIsRemoved) {
  fs::create_directories(place_ / "2026/03");
  std::ofstream(place_ / "2026/03/.bursar-receipt.0123456789abcdef.part") << "%PDF o";
  const std::string file = put("%PDF one");
  EXPECT_EQ(content(file), "%PDF one");
  EXPECT_EQ(std::distance(fs::directory_iterator(place_ / "2026/03"), {}), 1);
}

TEST_F(ArchiveTest, ALinkIsNotTakenForTheFile) {
  fs::create_directories(place_ / "2026/03");
  std::ofstream(place_ / "elsewhere") << "%PDF one";
  fs::create_symlink(place_ / "elsewhere",
                     place_ / "2026/03/2026-03-14 expense-77 1-of-1 Jane.pdf");
  EXPECT_EQ(put("%PDF one"), "2026/03/2026-03-14 expense-77 1-of-1 Jane (2).pdf");
}

TEST_F(ArchiveTest, AnArchiveThatIsGoneIsNoEmptyOne) {
  try {
    const Archive archive(place_, true);
    FAIL() << "a disk that is not mounted would be filled anew";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::cannot_create);
    EXPECT_THAT(error.what(), HasSubstr("is gone"));
    EXPECT_THAT(error.next_step(), HasSubstr("mount its disk"));
  }
}

}  // namespace
}  // namespace bursar::receipts
