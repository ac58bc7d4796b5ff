#include <filesystem>
#include <set>
#include <string>

#include <SQLiteCpp/Database.h>

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

// A backup that somebody else has written: nothing of it gets further than its directories.
class CraftedBackup : public BackupOfReceipts {
 protected:
  void SetUp() override {
    BackupOfReceipts::SetUp();
    back_up();
    paper_before_ = files_outside();
  }
  // Changes what stands in the backup's database.
  void craft(const std::string& sql) const {
    SQLite::Database(backup(), SQLite::OPEN_READWRITE).exec(sql);
  }
  // Everything in the home but the databases, which a restore may touch, by name.
  [[nodiscard]] std::set<std::string> files_outside() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(home_)) {
      names.insert(entry.path().lexically_relative(home_).string());
    }
    return names;
  }
  void expect_refused(const std::string& what) {
    const Said said = run({"restore", backup()});
    EXPECT_EQ(said.status, 65) << said.err;
    EXPECT_THAT(said.err, HasSubstr(what));
    EXPECT_EQ(files_outside(), paper_before_) << "nothing was written, nothing is left";
  }

  std::set<std::string> paper_before_;
};

// As the attack did it: a paper with the fitting SHA-256, under a name that leads out.
TEST_F(CraftedBackup, AReceiptWhoseNameLeadsOutIsRefused) {
  file("escaped", paper);
  file("safe/x/y", "");
  paper_before_ = files_outside();
  craft("UPDATE receipts SET file = '../escaped'");
  expect_refused("receipts.file");
  craft("UPDATE receipts SET file = '" + (home_ / "absolute").string() + "'");
  expect_refused("receipts.file");
}

TEST_F(CraftedBackup, AFileOfABatchWhoseNameLeadsOutIsRefused) {
  craft("UPDATE batch_files SET name = '../x'");
  expect_refused("batch_files.name");
}

TEST_F(CraftedBackup, AProfileWhoseNameLeadsOutIsRefused) {
  craft("UPDATE profiles SET name = '../../x'");
  expect_refused("profiles.name");
}

TEST_F(CraftedBackup, ABatchThatWaitsInAnotherDirectoryIsRefused) {
  craft("UPDATE batches SET directory = '/etc', published = 0");
  expect_refused("waits in /etc");
}

TEST_F(CraftedBackup, ALinkInAnArchiveIsNeitherReadNorCopied) {
  file("secret", paper);
  const fs::path kept = home_ / "safe/bursar.db.receipts" / name;
  fs::remove(kept);
  fs::create_symlink(home_ / "secret", kept);
  fs::create_symlink(home_ / "secret", home_ / "safe/bursar.db.batches/entries/1/more.csv");
  fs::remove(home_ / "bursar.db.receipts" / name);
  const Said said = run({"restore", backup()});
  EXPECT_EQ(said.status, 65) << said.err;
  EXPECT_THAT(said.err, HasSubstr("leads out of"));
  EXPECT_FALSE(fs::exists(home_ / "bursar.db.batches/entries/1/more.csv"));
}

// Whoever can put links into the archive of receipts gets nothing written through them.
TEST_F(CraftedBackup, ALinkInTheArchiveInUseIsNotWrittenThrough) {
  fs::create_directory(home_ / "elsewhere");
  fs::remove_all(home_ / "bursar.db.receipts/2026");
  fs::create_directory_symlink(home_ / "elsewhere", home_ / "bursar.db.receipts/2026");
  const Said said = run({"restore", backup()});
  EXPECT_EQ(said.status, 65) << said.err;
  EXPECT_TRUE(fs::is_empty(home_ / "elsewhere"));
}

TEST_F(CraftedBackup, AForeignTriggerIsRefusedByItsName) {
  craft("CREATE TRIGGER thief AFTER INSERT ON runs BEGIN DELETE FROM locks; END");
  expect_refused("the trigger \"thief\"");
}

TEST_F(CraftedBackup, ADatabaseInUseThatSomethingElseChangedIsSaidByTheDoctor) {
  SQLite::Database(home_ / "bursar.db", SQLite::OPEN_READWRITE)
      .exec("CREATE VIEW v_mine AS SELECT 1");
  const Said said = run({"doctor"});
  EXPECT_THAT(said.out, HasSubstr("the view \"v_mine\""));
  EXPECT_NE(said.status, 0);
}

// The published batch of a database in use is fetched from its archive alone.
TEST_F(CraftedBackup, AReissueReadsItsArchiveOnly) {
  file("bursar.db.batches/secret", paper);
  SQLite::Database(home_ / "bursar.db", SQLite::OPEN_READWRITE)
      .exec("UPDATE batch_files SET name = '../../secret'");
  fs::create_directory(home_ / "out");
  const Said said = run({"export", "entries", "--reissue", "1", "--to", (home_ / "out").string()});
  EXPECT_EQ(said.status, 65) << said.err;
  EXPECT_THAT(said.err, HasSubstr("batch_files.name"));
  EXPECT_TRUE(fs::is_empty(home_ / "out"));
}

TEST_F(CraftedBackup, ABatchIsPublishedInTheConfiguredDirectoryOnly) {
  fs::create_directory(home_ / "other");
  SQLite::Database(home_ / "bursar.db", SQLite::OPEN_READWRITE)
      .exec("UPDATE batches SET published = 0, directory = '" + (home_ / "other").string() + "'");
  file("other/.bursar~entries~1~1~0123456789abcdef.staged", "planted");
  file("other/.bursar~entries~1~0123456789abcdef.batch", "");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 65) << said.err;
  EXPECT_THAT(said.err, HasSubstr("which is not the directory that the configuration gives"));
  EXPECT_EQ(std::distance(fs::directory_iterator(home_ / "other"), {}), 2);
}

// The manifest is an auditor's: what it says is covered by the database.
TEST_F(BackupCommand, AManifestThatWasChangedIsFoundByBackupAndDoctor) {
  export_all();
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("as they were handed over"));
  const fs::path manifest = home_ / "bursar.db.batches/entries/1/manifest.json";
  std::string text;
  {
    std::ifstream in(manifest);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t lines = text.find("\"lines\": ");
  ASSERT_NE(lines, std::string::npos);
  text[lines + 9] = '9';
  std::ofstream(manifest) << text;  // of the same size
  const Said changed = run({"backup", (home_ / "copy.db").string()});
  EXPECT_EQ(changed.status, 65);
  EXPECT_THAT(changed.err, HasSubstr("manifest.json is not what was handed over: its SHA-256"));
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("manifest.json is not what was handed over"));
  std::ofstream(manifest, std::ios::app) << "more";
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("bytes instead of"));
  fs::remove(manifest);
  EXPECT_EQ(run({"backup", (home_ / "copy.db").string()}).status, 65);
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("manifest.json is missing"));
}

// Files that are made beside others have names that nobody can guess.
TEST_F(BackupCommand, FilesUnderGuessedNamesAreNotWrittenTo) {
  export_all();
  file("victim", "precious");
  fs::create_directory(home_ / "safe");
  fs::create_hard_link(home_ / "victim", home_ / "safe/bursar.db.part");
  fs::create_symlink(home_ / "victim", backup());
  ASSERT_EQ(run({"backup", backup()}).status, 0);
  EXPECT_FALSE(fs::is_symlink(backup()));
  std::ifstream in(home_ / "victim");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "precious");
}

TEST_F(BackupCommand, ADatabaseThatIsALinkIsNotWrittenThrough) {
  export_all();
  fs::rename(home_ / "bursar.db", home_ / "elsewhere.db");
  fs::create_symlink(home_ / "elsewhere.db", home_ / "bursar.db");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 73) << said.err;
  EXPECT_THAT(said.err, HasSubstr("it is a symbolic link"));
}

TEST_F(BackupCommand, ALogThatIsALinkIsNotWrittenThrough) {
  export_all();
  file("victim", "precious");
  fs::remove(home_ / "bursar.db-wal");
  fs::create_symlink(home_ / "victim", home_ / "bursar.db-wal");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 73) << said.err;
  EXPECT_THAT(said.err, HasSubstr("bursar.db-wal is a link"));
}

}  // namespace
}  // namespace bursar::cli
