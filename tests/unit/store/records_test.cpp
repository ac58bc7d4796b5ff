#include "store/records.hpp"

#include "error/error.hpp"
#include "ledger/transaction.hpp"
#include "store/queries.hpp"
#include "store/sources.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using Records = StoreTest;

Source collective_source(Database& database) {
  return open_source(database, "ours", "account", "acc_collective", {0});
}

TEST_F(Records, ATransactionReadsBackFieldByField) {
  auto page = make_page();
  ledger::Transaction row = make_transaction(7);
  row.gift_card_emitter = 1;
  row.expense = "ex_1";
  row.refund_transaction = "another";
  row.refund_kind = "REFUND";
  row.is_refunded = row.is_disputed = row.is_in_review = true;
  row.payout_type = "PAYPAL";
  row.invoice_template = "simple";
  page.rows = {row};
  EXPECT_EQ(write(page).inserted, 1);

  int seen = 0;
  for_each_transaction(
      database_, collective_source(database_), [&](const StoredTransaction& stored) {
        ++seen;
        // The hash covers what is not private; the keys become those of the page again.
        EXPECT_EQ(stable_hash(stored.row,
                              {stored.account->public_id, stored.opposite_account->public_id,
                               stored.host->public_id, "acc_contributor", stored.order->public_id}),
                  stable_hash(row, {"acc_collective", "acc_contributor", "acc_host",
                                    "acc_contributor", "ord_1"}));
        EXPECT_EQ(stored.row.merchant_id, row.merchant_id);
        EXPECT_EQ(stored.row.tax_id_number, row.tax_id_number);
        EXPECT_EQ(stored.category->code, "4000");
        EXPECT_EQ(stored.category->platform_id, "old-acat-1");
        EXPECT_EQ(stored.order->platform_id, "ord_1");
        EXPECT_EQ(stored.order->amount, (ledger::Money{1000, *ledger::Currency::parse("EUR")}));
        EXPECT_EQ(stored.account->name, "The collective");
        EXPECT_EQ(stored.version, 1);
      });
  EXPECT_EQ(seen, 1);
}

TEST_F(Records, ReadingTheSamePageAgainChangesNothing) {
  auto page = make_page();
  page.rows = {make_transaction(1), make_transaction(2)};
  EXPECT_EQ(write(page).inserted, 2);
  const std::string before = ask("SELECT group_concat(hash || version || run) FROM transactions");
  context_.run = 2;
  const WriteCounts counts = write(page);
  EXPECT_EQ(counts.unchanged, 2);
  EXPECT_EQ(counts.inserted + counts.changed, 0);
  EXPECT_EQ(ask("SELECT group_concat(hash || version || run) FROM transactions"), before);
  EXPECT_EQ(ask("SELECT count(*) FROM transaction_versions"), "0");
}

TEST_F(Records, ADuplicateWithinAPageIsHarmless) {
  auto page = make_page();
  page.rows = {make_transaction(1), make_transaction(1)};
  const WriteCounts counts = write(page);
  EXPECT_EQ(counts.inserted, 1);
  EXPECT_EQ(counts.unchanged, 1);
}

TEST_F(Records, AChangeKeepsTheReplacedVersion) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  page.rows[0].cleared_at = ledger::Instant{1'500'000'000'000};
  context_.run = 2;
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(ask("SELECT version || ' ' || first_run || ' ' || run || ' ' || cleared_at "
                "FROM transactions"),
            "2 1 2 1500000000000");
  EXPECT_EQ(ask("SELECT version || ' ' || run || ' ' || replaced_run || ' ' || cleared_at || ' ' "
                "|| merchant_id FROM transaction_versions"),
            "1 1 2 1600000000000 ch_1");
  EXPECT_EQ(write(page).unchanged, 1);
}

// Found by a mixture of late changes: a row was moved out of the host's sight.
TEST_F(Records, ARowThatLeftTheHostKeepsItsPrivateFields) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  context_.private_host = "acc_host";
  write(page);
  page.rows[0].merchant_id.clear();
  page.rows[0].tax_id_number.clear();
  page.rows[0].host = ledger::no_key;
  write(page);
  EXPECT_EQ(ask("SELECT merchant_id || tax_id_number FROM transactions"), "ch_1BE0123");
  page.rows[0].host = 2;
  write(page);
  EXPECT_EQ(ask("SELECT coalesce(merchant_id, tax_id_number, 'gone') FROM transactions"), "gone");
}

TEST_F(Records, ATokenWithoutRightsErasesNoPrivateField) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  page.rows[0].merchant_id.clear();
  page.rows[0].tax_id_number.clear();
  page.orders[0].memo.clear();
  page.accounts[0].legal_name.clear();
  context_.private_fields_readable = false;
  EXPECT_EQ(write(page).unchanged, 1);
  page.rows[0].amount = 999;  // even when the row changes otherwise
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(ask("SELECT merchant_id || tax_id_number || amount FROM transactions"),
            "ch_1BE0123999");
  EXPECT_EQ(ask("SELECT memo FROM orders"), "from the fair");
}

TEST_F(Records, ATokenWithRightsSeesAPrivateFieldVanish) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  page.rows[0].merchant_id.clear();
  page.orders[0].memo.clear();
  EXPECT_EQ(write(page).unchanged, 1);
  EXPECT_EQ(ask("SELECT merchant_id IS NULL FROM transactions"), "1");
  EXPECT_EQ(ask("SELECT memo IS NULL FROM orders"), "1");
}

TEST_F(Records, GainingAPrivateFieldIsNoNewVersion) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  page.rows[0].merchant_id.clear();
  write(page);
  page.rows[0].merchant_id = "ch_9";
  EXPECT_EQ(write(page).unchanged, 1);
  EXPECT_EQ(ask("SELECT merchant_id || version FROM transactions"), "ch_91");
}

TEST_F(Records, AReducedReadingLeavesACompleteRowComplete) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  page.rows[0].expense = "ex_1";
  write(page);
  ledger::Transaction& row = page.rows[0];
  row.incomplete = true;
  row.order = ledger::no_key;
  row.expense.clear();
  row.payment_service.clear();
  row.payment_type.clear();
  row.tax_type.clear();
  row.tax_rate.clear();
  row.tax_id_number.clear();
  EXPECT_EQ(write(page).unchanged, 1);
  EXPECT_EQ(ask("SELECT contribution || expense || payment_service || tax_type || tax_id_number || "
                "incomplete || version FROM transactions"),
            "1ex_1STRIPEVATBE012301");
  row.amount = 5;
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(ask("SELECT amount || expense || incomplete FROM transactions"), "5ex_10");
}

TEST_F(Records, ACompleteReadingReplacesAnIncompleteRow) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  page.rows[0].incomplete = true;
  page.rows[0].order = ledger::no_key;
  write(page);
  EXPECT_EQ(ask("SELECT incomplete FROM transactions"), "1");
  page.rows[0].incomplete = false;
  page.rows[0].order = 0;
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(ask("SELECT incomplete || contribution FROM transactions"), "01");
}

TEST_F(Records, ARefundMarksItsStoredOriginalAsTheApiWouldShowIt) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  ledger::Transaction refund = make_transaction(2);
  refund.is_refund = true;
  refund.refund_kind = "DISPUTE";
  refund.refund_transaction = page.rows[0].id;
  auto later = make_page();
  later.rows = {refund};
  context_.run = 2;
  const WriteCounts counts = write(later);
  EXPECT_EQ(counts.inserted, 1);
  EXPECT_EQ(counts.refund_marks, 1);
  EXPECT_EQ(ask("SELECT is_refunded || refund_kind || version || run || refund_transaction FROM "
                "transactions WHERE legacy_id = 1"),
            "1DISPUTE22" + refund.id);
  EXPECT_EQ(write(later).refund_marks, 0);
  // What the API says of the original from now on is what is stored already.
  page.rows[0].is_refunded = true;
  page.rows[0].refund_kind = "DISPUTE";
  page.rows[0].refund_transaction = refund.id;
  EXPECT_EQ(write(page).unchanged, 1);
}

TEST_F(Records, AnOriginalThatComesAfterItsRefundNeedsNoMark) {
  ledger::Transaction original = make_transaction(1);
  ledger::Transaction refund = make_transaction(2);
  refund.is_refund = true;
  refund.refund_transaction = original.id;
  original.is_refunded = true;
  original.refund_transaction = refund.id;
  auto page = make_page();
  page.rows = {refund};
  EXPECT_EQ(write(page).refund_marks, 0);
  page.rows = {original};
  EXPECT_EQ(write(page).inserted, 1);
  EXPECT_EQ(ask("SELECT is_refunded || version FROM transactions WHERE legacy_id = 1"), "11");
  EXPECT_EQ(ask("SELECT count(*) FROM transaction_versions"), "0");
}

TEST_F(Records, AStaleReadingOfTheOriginalDoesNotUndoTheMark) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  auto later = make_page();
  later.rows = {make_transaction(2)};
  later.rows[0].is_refund = true;
  later.rows[0].refund_transaction = page.rows[0].id;
  write(later);
  EXPECT_EQ(write(page).unchanged, 1);
  EXPECT_EQ(ask("SELECT is_refunded FROM transactions WHERE legacy_id = 1"), "1");
}

TEST_F(Records, ARefundAndItsOriginalInOnePageAgree) {
  auto page = make_page();
  page.rows = {make_transaction(2), make_transaction(1)};
  page.rows[0].is_refund = true;
  page.rows[0].refund_transaction = page.rows[1].id;
  const WriteCounts counts = write(page);
  EXPECT_EQ(counts.inserted, 2);
  EXPECT_EQ(counts.refund_marks, 1);
}

TEST_F(Records, ARenamedAccountKeepsItsHistory) {
  auto page = make_page();
  write(page);
  page.accounts[0].slug = "renamed";
  page.accounts[0].name.clear();  // not asked for: says nothing
  write(page);
  EXPECT_EQ(ask("SELECT slug || ', ' || name || ', ' || version FROM accounts "
                "WHERE public_id = 'acc_collective'"),
            "renamed, The collective, 2");
  EXPECT_EQ(ask("SELECT document ->> 'slug' FROM v_record_versions "
                "WHERE public_id = 'acc_collective' AND version = 1"),
            "collective");
}

TEST_F(Records, AnAccountReadOnItsOwnMayLoseItsHost) {
  ledger::Account account = make_account("collective");
  account.host = "acc_host";
  writer_.write_account(account, context_);
  writer_.write(make_page(), context_);  // a reference, without a host
  EXPECT_EQ(ask("SELECT host FROM accounts WHERE slug = 'collective'"), "acc_host");
  account.host.clear();
  writer_.write_account(account, context_);
  EXPECT_EQ(ask("SELECT host IS NULL FROM accounts WHERE slug = 'collective'"), "1");
}

TEST_F(Records, CategoriesMissingFromTheHostsListAreGoneUntilTheyComeBack) {
  ledger::AccountingCategory travel{"acat_1", "acat_1", "", "61", "Travel", "", "", "", false};
  ledger::AccountingCategory office{"acat_2", "acat_2", "", "62", "Office", "", "", "", false};
  writer_.write_categories("acc_host", {travel, office}, context_);
  travel.name = "Trips";
  writer_.write_categories("acc_host", {travel}, context_);
  EXPECT_EQ(ask("SELECT group_concat(name || (gone_at IS NOT NULL)) FROM accounting_categories"),
            "Trips0,Office1");
  EXPECT_EQ(ask("SELECT document ->> 'name' FROM record_versions"), "Travel");
  writer_.write_categories("acc_host", {travel, office}, context_);
  EXPECT_EQ(ask("SELECT count(*) FROM accounting_categories WHERE gone_at IS NOT NULL"), "0");
}

TEST_F(Records, ACategoryChangeOfAnOrderShowsOnItsRows) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  page.categories.push_back({"acat_2", "acat_2", "", "4100", "Grants", "", "", "", false});
  page.orders[0].category = 1;
  page.rows.clear();
  write(page);
  for_each_transaction(
      database_, collective_source(database_),
      [&](const StoredTransaction& stored) { EXPECT_EQ(stored.category->code, "4100"); });
  EXPECT_EQ(ask("SELECT document ->> 'category' FROM record_versions WHERE record_type = 'order'"),
            "acat_1");
}

TEST_F(Records, AfterARollbackTheWriterFindsItsRecordsAnew) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  {
    WriteTransaction transaction(database_);
    writer_.write(page, context_);
  }
  writer_.forget();
  EXPECT_EQ(write(page).inserted, 1);
  EXPECT_EQ(ask("SELECT count(*) FROM accounts"), "3");
}

TEST_F(Records, ARowWithoutAnAccountIsRefusedByItsId) {
  auto page = make_page();
  page.rows = {make_transaction(1)};
  page.rows[0].account = ledger::no_key;
  try {
    write(page);
    FAIL() << "the row was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_NE(std::string(error.what()).find(page.rows[0].id), std::string::npos);
  }
}

}  // namespace
}  // namespace bursar::store
