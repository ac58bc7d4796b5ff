#include "store/stored_name.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crafted_store.hpp"
#include "error/error.hpp"
#include "store/batches.hpp"
#include "store/profiles.hpp"
#include "store/receipts.hpp"

namespace bursar::store {
namespace {

using testing::HasSubstr;
using testing::Not;

template <typename Work>
void expect_refused(const Work& work, const std::string& where) {
  try {
    work();
    ADD_FAILURE() << where << " was let pass";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), HasSubstr(where));
    EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
    EXPECT_THAT(error.next_step(), HasSubstr("restore a backup"));
  }
}

TEST(StoredName, OfReceiptsHaveTheShapeThatTheyAreGiven) {
  EXPECT_EQ(receipt_file(""), "");
  for (const char* good : {"2026/03/2026-03-14 expense-77 1-of-1 Jane.pdf",
                           "2026/03/2026-03-14 expense-77 1-of-1 A..B_c-d (2).jpg"}) {
    EXPECT_EQ(receipt_file(good), good);
  }
  for (const char* bad :
       {"../../x", "2026/03/../x", "/etc/passwd", "2026/03/2026-03-14 expense-7/../../../x",
        "2026/03/2026-03-14 expense-77 1-of-1 Jane\n.pdf", "x", "2026/03/", "2026/3/2026-03-14 ",
        "2026/03/2026-03-14 expense-77 1-of-1 J\xc3\xa4ne.pdf", "..../../....-..-.. expense-1"}) {
    SCOPED_TRACE(bad);
    expect_refused([&] { (void)receipt_file(bad); }, "receipts.file");
  }
  expect_refused([] { (void)receipt_file("2026/03/2026-03-14 expense-" + std::string(300, 'x')); },
                 "receipts.file");
}

TEST(StoredName, OfFilesOfBatchesAreOnePlainComponent) {
  for (const char* good : {"books-1.csv", "bank-band-EUR-1.ofx", "a..b", "-"}) {
    EXPECT_EQ(batch_file(good), good);
  }
  for (const std::string& bad :
       {std::string("../x"), std::string("a/b"), std::string("/x"), std::string(".."),
        std::string(".hidden"), std::string(), std::string("a\nb"), std::string("a b"),
        std::string("a\0b", 3), std::string(256, 'a')}) {
    SCOPED_TRACE(bad);
    expect_refused([&] { (void)batch_file(bad); }, "batch_files.name");
  }
}

TEST(StoredName, OfProfilesAreOneComponent) {
  EXPECT_EQ(profile_name("books-my layout"), "books-my layout");
  for (const char* bad : {"", "..", ".x", "a/b", "/x", "a\x1b[2J"}) {
    SCOPED_TRACE(bad);
    expect_refused([&] { (void)profile_name(bad); }, "profiles.name");
  }
}

// A database that somebody else has written: each reader refuses what the tables hold.
class CraftedNames : public CraftedStore {
 protected:
  CraftedNames() {
    auto page = make_expense_page();
    page.rows = {make_expense(1)};
    write(page);
    exec(
        "INSERT INTO batch_files VALUES (1, 1, 'books-1.csv', 1, 1, 'abc');"
        "INSERT INTO receipts (expense, address, attachment, attached, number, total, file, "
        "sha256) "
        "VALUES (1, 'x', 'y', 1, 1, 1, '2026/03/2026-03-14 expense-1 1-of-1 A.pdf', 'abc');");
  }
};

TEST_F(CraftedNames, AreReadWhereTheyAreGood) {
  EXPECT_EQ(batches(database_, 1).at(0).files.at(0).name, "books-1.csv");
  EXPECT_EQ(Receipts(database_).of_expense(1).size(), 1U);
}

TEST_F(CraftedNames, OfReceiptsAreRefusedByEveryReader) {
  exec("UPDATE receipts SET file = '../../x'");
  expect_refused([&] { (void)Receipts(database_).of_expense(1); }, "receipts.file");
  expect_refused([&] { for_each_receipt(database_, [](const IndexedReceipt&) {}); },
                 "receipts.file");
}

TEST_F(CraftedNames, OfBatchesAreRefusedByEveryReader) {
  exec("UPDATE batch_files SET name = '../x'");
  expect_refused([&] { (void)batches(database_, 1); }, "batch_files.name");
  expect_refused([&] { (void)staged_batches(database_, 1); }, "batch_files.name");
  expect_refused([&] { (void)find_batch(database_, 1, 1); }, "batch_files.name");
}

TEST_F(CraftedNames, OfDirectoriesAndProfilesAreRefused) {
  exec("UPDATE batches SET directory = '/out' || char(27) || '[2J'");
  expect_refused([&] { (void)batches(database_, 1); }, "batches.directory");
  exec("UPDATE profiles SET name = '../../etc'");
  expect_refused([&] { (void)list_profiles(database_); }, "profiles.name");
  expect_refused([&] { (void)find_profile(database_, "../../etc"); }, "profiles.name");
}

TEST_F(CraftedNames, AreNotWrittenByTheProgramItselfEither) {
  expect_refused(
      [&] {
        put_batch_file(database_, 1, {2, "../x", 1, 1, "abc"});
      },
      "batch_files.name");
  Receipts receipts(database_);
  Receipt receipt = receipts.of_expense(1).at(0);
  receipt.file = "../x";
  expect_refused([&] { receipts.put_outcome(receipt); }, "receipts.file");
}

}  // namespace
}  // namespace bursar::store
