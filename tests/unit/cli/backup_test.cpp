#include "stored_books.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;

class BackupCommand : public StoredBooksTest {
 protected:
  [[nodiscard]] std::string backup() const { return (home_ / "safe" / "bursar.db").string(); }
  void back_up() {
    std::filesystem::create_directory(home_ / "safe");
    const Said said = run({"backup", backup()});
    ASSERT_EQ(said.status, 0) << said.err;
  }
  [[nodiscard]] std::vector<std::filesystem::path> handed_over() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(inbox())) {
      if (entry.path().extension() == ".csv") files.push_back(entry.path());
    }
    return files;
  }
  void hand_over_another_row() {
    store_rows({row(5, "CONTRIBUTION", 'd', "2026-01-21T12:00:00Z", 2000)});
    export_all();
  }
};

TEST_F(BackupCommand, WhatWasBackedUpIsRestoredAndHandsNothingOverTwice) {
  export_all();
  back_up();
  ASSERT_EQ(handed_over().size(), 1U);
  std::ofstream(home_ / "bursar.db", std::ios::trunc) << "a disk that broke";
  std::filesystem::remove_all(home_ / "bursar.db.batches");

  const Said said = run({"restore", backup()});
  ASSERT_EQ(said.status, 0) << said.err;
  export_all();
  EXPECT_EQ(handed_over().size(), 1U) << "nothing is new";
  const Said again = run({"export", "entries", "--reissue", "1", "--to", home_.string()});
  EXPECT_EQ(again.status, 0) << "the archive is back, too: " << again.err;
}

TEST_F(BackupCommand, ABackupThatDoesNotKnowOfABatchIsNotRestoredUnasked) {
  export_all();
  back_up();
  hand_over_another_row();

  const Said said = run({"restore", backup()});
  EXPECT_EQ(said.status, 78);
  EXPECT_THAT(said.err, HasSubstr("1 batch was handed over (first: entries, batch 2)"));
  EXPECT_THAT(said.err, HasSubstr("--accept-repeats"));
  export_all();
  EXPECT_EQ(handed_over().size(), 2U) << "the database is as it was";
}

TEST_F(BackupCommand, ABatchIsRememberedByTheArchiveWhereTheDatabaseIsGone) {
  export_all();
  back_up();
  hand_over_another_row();
  std::filesystem::remove(home_ / "bursar.db");
  EXPECT_EQ(run({"restore", backup()}).status, 78);
}

TEST_F(BackupCommand, RepeatsAreHandedOverAgainWhereSomebodyAskedForIt) {
  export_all();
  back_up();
  hand_over_another_row();
  for (const auto& file : handed_over()) std::filesystem::remove(file);

  const Said said = run({"restore", backup(), "--accept-repeats"});
  ASSERT_EQ(said.status, 0) << said.err;
  hand_over_another_row();
  EXPECT_EQ(handed_over().size(), 1U) << "batch 2 once more";
}

TEST_F(BackupCommand, WhatWasReplacedIsKept) {
  export_all();
  back_up();
  ASSERT_EQ(run({"restore", backup()}).status, 0);
  EXPECT_TRUE(std::filesystem::exists(home_ / "bursar.db.replaced-20261118T110640Z"));
}

TEST_F(BackupCommand, ADamagedBackupIsNotRestored) {
  export_all();
  back_up();
  std::filesystem::resize_file(backup(), std::filesystem::file_size(backup()) / 2);
  const Said said = run({"restore", backup()});
  EXPECT_EQ(said.status, 74) << said.err;
  EXPECT_EQ(run({"export"}).status, 0) << "the database in use was left as it is";
}

TEST_F(BackupCommand, AForeignDatabaseIsNotRestored) {
  export_all();
  const std::string foreign = file("notes.db", "");
  EXPECT_EQ(run({"restore", foreign}).status, 78);
  EXPECT_EQ(run({"restore", (home_ / "nowhere.db").string()}).status, 78);
}

TEST_F(BackupCommand, AFileThatIsNotWhatWasHandedOverIsFoundBeforeItIsBackedUp) {
  export_all();
  for (const auto& entry :
       std::filesystem::directory_iterator(home_ / "bursar.db.batches" / "entries" / "1")) {
    if (entry.path().extension() == ".csv") std::ofstream(entry.path(), std::ios::app) << "more";
  }
  const Said said = run({"backup", (home_ / "copy.db").string()});
  EXPECT_EQ(said.status, 65);
  EXPECT_THAT(said.err, HasSubstr("is not what was handed over"));
}

TEST_F(BackupCommand, WithoutANameItIsCalledByItsTime) {
  export_all();
  ASSERT_EQ(run({"backup"}).status, 0);
  EXPECT_TRUE(std::filesystem::exists(home_ / "bursar.db.backup-20261118T110640Z"));
}

}  // namespace
}  // namespace bursar::cli
