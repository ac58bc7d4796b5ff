#include "store/receipts.hpp"

#include "store_fixture.hpp"

namespace bursar::store {
namespace {

class ReceiptTable : public StoreTest {
 protected:
  ReceiptTable() {
    auto page = make_expense_page();
    page.rows = {make_expense(1)};
    write(page);
  }

  void note(const std::vector<Attachment>& attachments) {
    WriteTransaction transaction(database_);
    receipts_.note_attachments(1, attachments);
    transaction.commit();
  }
  void archive(std::size_t index, const std::string& file) {
    Receipt receipt = receipts_.of_expense(1).at(index);
    receipt.reason.clear();
    receipt.detail.clear();
    receipt.retry_at.reset();
    receipt.file = file;
    receipt.type = "pdf";
    receipt.size = 7;
    receipt.sha256 = "abc";
    receipt.fetched_at = ledger::Instant{5};
    WriteTransaction transaction(database_);
    receipts_.put_outcome(receipt);
    transaction.commit();
  }

  Receipts receipts_{database_};
};

TEST_F(ReceiptTable, AttachmentsAreNumberedAsTheyAreMet) {
  note({{"uf_1", "ei_1"}, {"uf_2", "ei_2"}});
  note({{"uf_1", "ei_1"}, {"uf_2", "ei_2"}});
  const auto known = receipts_.of_expense(1);
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[1].address, "uf_2");
  EXPECT_EQ(known[1].attachment, "ei_2");
  EXPECT_EQ(known[1].number, 2);
  EXPECT_EQ(known[1].total, 2);
  EXPECT_TRUE(known[1].attached);
  EXPECT_FALSE(receipts_.any_archived());
}

TEST_F(ReceiptTable, WhatIsReplacedStaysAndIsMarked) {
  note({{"uf_1", "ei_1"}, {"uf_2", "ei_2"}});
  archive(0, "2026/03/2026-03-14 expense-1 1-of-2 A.pdf");
  note({{"uf_9", "ei_1"}, {"uf_2", "ei_2"}});
  const auto known = receipts_.of_expense(1);
  ASSERT_EQ(known.size(), 3U);
  EXPECT_FALSE(known[0].attached);
  EXPECT_EQ(known[0].file, "2026/03/2026-03-14 expense-1 1-of-2 A.pdf");
  EXPECT_EQ(known[2].address, "uf_9");
  EXPECT_EQ(known[2].number, 3);
  EXPECT_EQ(known[2].total, 3);
  EXPECT_TRUE(receipts_.any_archived());
  note({{"uf_1", "ei_1"}});
  EXPECT_TRUE(receipts_.of_expense(1)[0].attached) << "it has come back";
}

TEST_F(ReceiptTable, AReasonReadsBackAndGivesWayToTheFile) {
  note({{"uf_1", "ei_1"}});
  Receipt receipt = receipts_.of_expense(1).at(0);
  receipt.reason = "forbidden";
  receipt.detail = "the API answered with status 403";
  receipt.tried_at = ledger::Instant{10};
  receipt.retry_at = ledger::Instant{20};
  {
    WriteTransaction transaction(database_);
    receipts_.put_outcome(receipt);
    transaction.commit();
  }
  const Receipt refused = receipts_of_expense(database_, "ex_1").at(0);
  EXPECT_EQ(refused.reason, "forbidden");
  EXPECT_EQ(refused.retry_at, ledger::Instant{20});
  archive(0, "2026/03/2026-03-14 expense-1 1-of-2 A.pdf");
}

TEST_F(ReceiptTable, TheIndexTellsOfTheExpense) {
  note({{"uf_1", "ei_1"}});
  archive(0, "2026/03/2026-03-14 expense-1 1-of-2 A.pdf");
  int seen = 0;
  for_each_receipt(database_, [&](const IndexedReceipt& indexed) {
    ++seen;
    EXPECT_EQ(indexed.expense_id, "ex_1");
    EXPECT_EQ(indexed.expense_number, 1);
    EXPECT_EQ(indexed.amount.hundredths, 12'100);
    EXPECT_EQ(indexed.receipt.file, "2026/03/2026-03-14 expense-1 1-of-2 A.pdf");
  });
  EXPECT_EQ(seen, 1);
}

TEST_F(ReceiptTable, GroupsAndLedgerRowsOfAnExpenseAreFound) {
  EXPECT_FALSE(receipts_.is_in_ledger("ex_1"));
  auto page = make_page();
  page.rows = {make_transaction(1)};
  page.rows[0].expense = "ex_1";
  write(page);
  EXPECT_TRUE(receipts_.is_in_ledger("ex_1"));
  const ExpenseTrace trace = trace_of_expense(database_, "ex_1");
  EXPECT_EQ(trace.groups.size(), 1U);
  EXPECT_TRUE(trace.handed_over.empty());
}

TEST_F(ReceiptTable, WhoeverMaySeeAttachmentsSettlesThatThereAreNone) {
  auto page = make_expense_page();
  page.rows = {make_expense(2)};
  page.rows[0].files.clear();
  write(page);
  EXPECT_EQ(ask("SELECT files_known FROM expenses WHERE public_id = 'ex_2'"), "0");
  page.rows[0].files_known = true;
  write(page);
  EXPECT_EQ(ask("SELECT files_known FROM expenses WHERE public_id = 'ex_2'"), "1");
  page.rows[0].files_known = false;  // read once more by somebody who may not
  context_.private_fields_readable = false;
  write(page);
  EXPECT_EQ(ask("SELECT files_known FROM expenses WHERE public_id = 'ex_2'"), "1");
}

}  // namespace
}  // namespace bursar::store
