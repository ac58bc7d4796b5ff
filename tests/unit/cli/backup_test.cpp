#include "export/sha256.hpp"
#include "store/receipts.hpp"
#include "stored_books.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;

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

// Books with one receipt, of expense 77.
class BackupOfReceipts : public BackupCommand {
 protected:
  static constexpr const char* name = "2026/01/2026-01-12 expense-77 1-of-1 A Fan.pdf";
  static constexpr const char* paper = "%PDF for the tour";

  void SetUp() override {
    BackupCommand::SetUp();
    export_all();
    keep("bursar.db.receipts", paper);
    store::Database database(home_ / "bursar.db", store::OpenMode::read_write);
    store::WriteTransaction transaction(database);
    store::Receipts receipts(database);
    receipts.note_attachments(1, {{"expense/77.pdf", "item"}});
    store::Receipt receipt = receipts.of_expense(1).at(0);
    receipt.file = name;
    receipt.type = "pdf";
    exporting::Sha256 hash;
    hash.add(paper);
    receipt.sha256 = hash.digest();
    receipt.fetched_at = clock_.now();
    receipts.put_outcome(receipt);
    transaction.commit();
  }
  void keep(const std::string& archive, const std::string& text) {
    file(archive + "/" + name, text);
  }
  // What lies under the receipt's name in an archive; empty where nothing does.
  [[nodiscard]] std::string kept(const fs::path& archive) const {
    std::ifstream in(archive / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(BackupOfReceipts, LieBesideTheCopyWithTheirIndexForTheirOwnerAlone) {
  back_up();
  EXPECT_EQ(kept(home_ / "safe/bursar.db.receipts"), paper);
  EXPECT_TRUE(fs::exists(home_ / "safe/bursar.db.receipts/receipts.csv"));
  EXPECT_EQ(fs::status(home_ / "safe/bursar.db.receipts" / name).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  const auto again = events({"backup", backup()}, "backup").at(0);
  EXPECT_EQ(again.at("receipts_copied"), 0) << "only what is new is copied";
}

TEST_F(BackupOfReceipts, AreTakenFromWhereverTheyAreConfiguredToLie) {
  fs::rename(home_ / "bursar.db.receipts", home_ / "papers");
  configure(std::string(journal_profile) + "[receipts]\ndirectory = \"papers\"\n");
  back_up();
  EXPECT_EQ(kept(home_ / "safe/bursar.db.receipts"), paper);
  fs::remove_all(home_ / "papers");
  ASSERT_EQ(run({"restore", backup()}).status, 0);
  EXPECT_EQ(kept(home_ / "papers"), paper);
}

TEST_F(BackupOfReceipts, OneThatIsLostIsSaidAndTheBooksAreBackedUpAllTheSame) {
  fs::create_directory(home_ / "safe");
  keep("bursar.db.receipts", "%PDF for somebody else");
  const Said changed = run({"backup", backup()});
  EXPECT_EQ(changed.status, 3);
  EXPECT_THAT(changed.err, HasSubstr("is not what was fetched: its SHA-256 differs"));
  EXPECT_EQ(kept(home_ / "safe/bursar.db.receipts"), "") << "what is wrong is not copied";
  fs::remove_all(home_ / "bursar.db.receipts");
  const Said gone = run({"backup", backup()});
  EXPECT_EQ(gone.status, 3);
  EXPECT_THAT(gone.err, HasSubstr(std::string(name) + " is missing"));
  EXPECT_EQ(run({"restore", backup()}).status, 3);
  EXPECT_EQ(run({"export"}).status, 0) << "the books are back";
}

TEST_F(BackupOfReceipts, ACopyThatWasDamagedIsMadeAgain) {
  back_up();
  keep("safe/bursar.db.receipts", "%PDF for the taur");  // of the same size
  ASSERT_EQ(run({"backup", backup()}).status, 0);
  EXPECT_EQ(kept(home_ / "safe/bursar.db.receipts"), paper);
}

TEST_F(BackupOfReceipts, AreRestoredAndWhatLayInTheirPlaceIsKept) {
  back_up();
  keep("bursar.db.receipts", "something else");
  file("bursar.db.receipts/2026/02/new.pdf", "archived since");
  ASSERT_EQ(run({"restore", backup()}).status, 0);
  EXPECT_EQ(kept(home_ / "bursar.db.receipts"), paper);
  EXPECT_EQ(kept(home_ / "bursar.db.receipts.replaced-20261118T110640Z"), "something else");
  EXPECT_TRUE(fs::exists(home_ / "bursar.db.receipts/2026/02/new.pdf"));
}

TEST_F(BackupCommand, WithoutANameItIsCalledByItsTime) {
  export_all();
  ASSERT_EQ(run({"backup"}).status, 0);
  EXPECT_TRUE(std::filesystem::exists(home_ / "bursar.db.backup-20261118T110640Z"));
}

}  // namespace
}  // namespace bursar::cli
