#include "store/queries.hpp"
#include "store/sources.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

class Expenses : public StoreTest {
 protected:
  Source source() { return open_source(database_, "ours", "account", "acc_collective", {0}); }
  ledger::Expense stored() {
    ledger::Expense result;
    for_each_expense(database_, source(), [&](const StoredExpense& expense) {
      result = expense.expense;
      version_ = expense.version;
    });
    return result;
  }
  std::int64_t version_ = 0;
};

TEST_F(Expenses, AnExpenseReadsBackWithItsParts) {
  auto page = make_expense_page();
  page.rows = {make_expense(1)};
  EXPECT_EQ(write(page).inserted, 1);
  int seen = 0;
  for_each_expense(database_, source(), [&](const StoredExpense& expense) {
    ++seen;
    const ledger::ExpenseNames names{expense.account->public_id, expense.payee->public_id,
                                     expense.created_by->public_id, expense.host->public_id,
                                     expense.category->public_id};
    EXPECT_EQ(stable_hash(expense.expense, names),
              stable_hash(make_expense(1), {"acc_collective", "acc_contributor", "acc_contributor",
                                            "acc_host", "acat_1"}));
    EXPECT_EQ(expense.expense.items[1].url, "https://x/2");
    EXPECT_EQ(expense.expense.taxes[0].id_number, "BE0123");
    EXPECT_EQ(expense.expense.files[0].name, "invoice.pdf");
    EXPECT_EQ(expense.expense.payout_method_data, R"({"iban":"BE00"})");
    EXPECT_EQ(expense.expense.private_message, "hello");
    EXPECT_EQ(expense.expense.transfer_reference, "ref-1");
    EXPECT_EQ(expense.expense.on_hold, false);
  });
  EXPECT_EQ(seen, 1);
}

TEST_F(Expenses, AChangeKeepsTheReplacedVersionAsADocument) {
  auto page = make_expense_page();
  page.rows = {make_expense(1)};
  write(page);
  context_.run = 2;
  EXPECT_EQ(write(page).unchanged, 1);
  page.rows[0].status = "PAID";
  page.rows[0].items.pop_back();
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(stored().items.size(), 1U);
  EXPECT_EQ(version_, 2);
  EXPECT_EQ(ask("SELECT document ->> 'status' || json_array_length(document -> 'items') || "
                "(document ->> '$.items[1].description') || (document ->> 'category') || version "
                "FROM record_versions WHERE record_type = 'expense'"),
            "PENDING2Domainacat_11");
}

TEST_F(Expenses, ATokenWithoutRightsErasesNoPrivateField) {
  auto page = make_expense_page();
  page.rows = {make_expense(1)};
  write(page);
  ledger::Expense& row = page.rows[0];
  for (auto text : {&ledger::Expense::reference, &ledger::Expense::payout_method_data,
                    &ledger::Expense::invoice_info, &ledger::Expense::private_message,
                    &ledger::Expense::payee_address, &ledger::Expense::custom_data,
                    &ledger::Expense::merchant_id, &ledger::Expense::transfer_reference}) {
    (row.*text).clear();
  }
  row.on_hold.reset();
  row.files.clear();
  row.taxes[0].id_number.clear();
  for (auto& item : row.items) item.url.clear();
  context_.private_fields_readable = false;
  EXPECT_EQ(write(page).unchanged, 1);
  row.status = "APPROVED";
  EXPECT_EQ(write(page).changed, 1);
  const ledger::Expense kept = stored();
  const ledger::Expense full = make_expense(1);
  EXPECT_EQ(kept.status, "APPROVED");
  EXPECT_EQ(kept.reference, full.reference);
  EXPECT_EQ(kept.payout_method_data, full.payout_method_data);
  EXPECT_EQ(kept.payee_address, full.payee_address);
  EXPECT_EQ(kept.on_hold, full.on_hold);
  EXPECT_EQ(kept.items[0].url, full.items[0].url);
  EXPECT_EQ(kept.taxes[0].id_number, full.taxes[0].id_number);
  EXPECT_EQ(kept.files.size(), 1U);

  context_.private_fields_readable = true;  // now the same silence means that they are gone
  EXPECT_EQ(write(page).unchanged, 1);
  EXPECT_TRUE(stored().reference.empty());
  EXPECT_TRUE(stored().files.empty());
}

TEST_F(Expenses, AReducedReadingLeavesACompleteExpenseComplete) {
  auto page = make_expense_page();
  page.rows = {make_expense(1)};
  write(page);
  ledger::Expense reduced = make_expense(1);
  reduced.account = reduced.payee = reduced.created_by = reduced.host = reduced.category =
      ledger::no_key;
  reduced.items.clear();
  reduced.taxes.clear();
  reduced.files.clear();
  reduced.payout_method_type.clear();
  reduced.payout_method_data.clear();
  reduced.payee_country.clear();
  reduced.incomplete = true;
  page.rows = {reduced};
  EXPECT_EQ(write(page).unchanged, 1);
  EXPECT_EQ(stored().items.size(), 2U);
  EXPECT_FALSE(stored().incomplete);
}

TEST_F(Expenses, AnExpenseWhoseAccountCannotBeReadIsKeptAllTheSame) {
  auto page = make_expense_page();
  ledger::Expense reduced = make_expense(1);
  reduced.account = ledger::no_key;
  reduced.incomplete = true;
  page.rows = {reduced};
  EXPECT_EQ(write(page).inserted, 1);
  EXPECT_EQ(ask("SELECT public_id || amount FROM v_expenses"), "ex_1121.00");
  page.rows = {make_expense(1)};
  EXPECT_EQ(write(page).changed, 1);
  EXPECT_EQ(stored().public_id, "ex_1");
}

TEST_F(Expenses, OpenOnesAreThoseInNoTerminalStatus) {
  auto page = make_expense_page();
  int number = 0;
  for (const char* status : {"PENDING", "PAID", "DRAFT", "REJECTED", "SPAM", "CANCELED",
                             "INVITE_DECLINED", "ON_HOLD", "SOMETHING_NEW"}) {
    page.rows.push_back(make_expense(++number));
    page.rows.back().status = status;
  }
  write(page);
  std::vector<std::string> expected;
  for (const auto& expense : page.rows) {
    if (!ledger::is_terminal_status(expense.status)) expected.push_back(expense.public_id);
  }
  EXPECT_EQ(open_expenses(database_, source()), expected);
  EXPECT_EQ(expected.size(), 4U);
}

TEST_F(Expenses, WhatThisRunHasNotReadIsToldApart) {
  auto page = make_expense_page();
  page.rows = {make_expense(1), make_expense(2)};
  write(page);
  context_.run = 2;
  page.rows.pop_back();
  write(page);  // unchanged, but read
  EXPECT_EQ(expenses_not_read_in(database_, {"ex_1", "ex_2", "ex_3"}, 2),
            (std::vector<std::string>{"ex_2", "ex_3"}));
}

TEST_F(Expenses, AHostSourceHasThoseOfAccountsThatAreOrEverWereUnderIt) {
  auto page = make_expense_page();
  page.accounts.push_back(make_account("moved"));     // 3: had a transaction under the host once
  page.accounts.push_back(make_account("stranger"));  // 4
  page.accounts.push_back(make_account("hosted"));    // 5: is under the host now
  page.accounts[5].host = "acc_host";
  for (int i = 1; i <= 4; ++i) {
    page.rows.push_back(make_expense(i));
    page.rows.back().host = ledger::no_key;
  }
  page.rows[0].host = 2;
  page.rows[1].account = 3;
  page.rows[2].account = 4;
  page.rows[3].account = 5;
  write(page);
  auto transactions = make_page();
  transactions.accounts.push_back(make_account("moved"));
  transactions.rows = {make_transaction(1)};
  transactions.rows[0].account = 3;
  write(transactions);
  const Source host = open_source(database_, "host", "host", "acc_host", {0});
  std::vector<std::string> seen;
  for_each_expense(database_, host, [&](const StoredExpense& expense) {
    seen.push_back(expense.expense.public_id);
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"ex_1", "ex_2", "ex_4"}));
  EXPECT_EQ(count_expenses(database_, host), 3);
  EXPECT_EQ(expense_extent(database_, host, 0, 2)->newest.ms, 1'600'000'002'000);
  EXPECT_EQ(expense_extent(database_, host, 2, 2)->newest.ms, 1'600'000'004'000);
  EXPECT_FALSE(expense_extent(database_, host, 4, 2).has_value());
}

}  // namespace
}  // namespace bursar::store
