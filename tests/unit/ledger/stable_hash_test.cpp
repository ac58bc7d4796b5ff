#include <functional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/expense.hpp"
#include "ledger/field_hash.hpp"
#include "ledger/transaction.hpp"

namespace bursar::ledger {
namespace {

Currency euro() {
  return *Currency::parse("EUR");
}

template <typename Record>
using Change = std::function<void(Record&)>;

const std::vector<Change<Transaction>>& stable_changes() {
  using T = Transaction;
  static const std::vector<Change<T>> changes{
      [](T& t) { t.id = "x"; },
      [](T& t) { t.legacy_id = 1; },
      [](T& t) { t.public_id = "x"; },
      [](T& t) { t.group = "x"; },
      [](T& t) { t.direction = Direction::credit; },
      [](T& t) { t.kind = "x"; },
      [](T& t) { t.refund_kind = "x"; },
      [](T& t) { t.description = "x"; },
      [](T& t) { t.created_at = {1}; },
      [](T& t) { t.cleared_at = Instant{0}; },
      [](T& t) { t.cleared_at = Instant{1}; },
      [](T& t) { t.currency = euro(); },
      [](T& t) { t.amount = 1; },
      [](T& t) { t.net_amount = 1; },
      [](T& t) { t.tax_amount = 1; },
      [](T& t) { t.host_currency = euro(); },
      [](T& t) { t.host_amount = 1; },
      [](T& t) { t.host_net_amount = 1; },
      [](T& t) { t.platform_fee = 1; },
      [](T& t) { t.host_fee = 1; },
      [](T& t) { t.processor_fee = 1; },
      [](T& t) { t.fx_rate = "1"; },
      [](T& t) { t.tax_type = "x"; },
      [](T& t) { t.tax_rate = "x"; },
      [](T& t) { t.expense = "x"; },
      [](T& t) { t.refund_transaction = "x"; },
      [](T& t) { t.is_refund = true; },
      [](T& t) { t.is_refunded = true; },
      [](T& t) { t.is_disputed = true; },
      [](T& t) { t.is_in_review = true; },
      [](T& t) { t.payment_service = "x"; },
      [](T& t) { t.payment_type = "x"; },
      [](T& t) { t.payout_type = "x"; },
      [](T& t) { t.invoice_template = "x"; },
  };
  return changes;
}

TEST(StableHash, EveryStableFieldOfATransactionMakesAHashOfItsOwn) {
  std::set<std::uint64_t> hashes{stable_hash(Transaction{}, {})};
  for (const auto& change : stable_changes()) {
    Transaction row;
    change(row);
    EXPECT_TRUE(hashes.insert(stable_hash(row, {})).second) << "number " << hashes.size();
  }
  for (const TransactionNames& names :
       {TransactionNames{"x", "", "", "", ""}, TransactionNames{"", "x", "", "", ""},
        TransactionNames{"", "", "x", "", ""}, TransactionNames{"", "", "", "x", ""},
        TransactionNames{"", "", "", "", "x"}}) {
    EXPECT_TRUE(hashes.insert(stable_hash(Transaction{}, names)).second);
  }
}

TEST(StableHash, PrivateFieldsKeysAndCompletenessOfATransactionDoNotCount) {
  Transaction row;
  row.merchant_id = row.tax_id_number = "x";
  row.incomplete = true;
  row.account = row.opposite_account = row.host = row.gift_card_emitter = row.order = 7;
  EXPECT_EQ(stable_hash(row, {}), stable_hash(Transaction{}, {}));
}

TEST(StableHash, PrivateFieldsOfAnExpenseDoNotCount) {
  Expense plain;
  plain.items = {{"ei_1", {100, euro()}, "", "Hosting", {}, ""}};
  plain.taxes = {{"VAT", "0.21", ""}};
  Expense full = plain;
  full.items[0].url = full.taxes[0].id_number = full.reference = full.payout_method_data =
      full.virtual_card = full.invoice_info = full.private_message = full.payee_address =
          full.custom_data = full.merchant_id = full.transfer_reference = "x";
  full.files = {{"uf_1", "x", "x"}};
  full.on_hold = true;
  full.incomplete = true;
  EXPECT_EQ(stable_hash(full, {}), stable_hash(plain, {}));
}

TEST(StableHash, EveryStableFieldOfAnExpenseMakesAHashOfItsOwn) {
  using X = Expense;
  const std::vector<Change<X>> changes{
      [](X& e) { e.public_id = "x"; },
      [](X& e) { e.platform_id = "x"; },
      [](X& e) { e.legacy_id = 0; },
      [](X& e) { e.type = "x"; },
      [](X& e) { e.status = "x"; },
      [](X& e) { e.description = "x"; },
      [](X& e) { e.long_description = "x"; },
      [](X& e) { e.amount.hundredths = 1; },
      [](X& e) { e.amount.currency = euro(); },
      [](X& e) {
        e.taxes = {{"x", "", ""}};
      },
      [](X& e) {
        e.taxes = {{"", "x", ""}};
      },
      [](X& e) {
        e.items = {{"x", {}, "", "", {}, ""}};
      },
      [](X& e) {
        e.items = {{"", {1, euro()}, "", "", {}, ""}};
      },
      [](X& e) {
        e.items = {{"", {}, "x", "", {}, ""}};
      },
      [](X& e) {
        e.items = {{"", {}, "", "x", {}, ""}};
      },
      [](X& e) {
        e.items = {{"", {}, "", "", Instant{0}, ""}};
      },
      [](X& e) { e.fees_payer = "x"; },
      [](X& e) { e.created_at = {1}; },
      [](X& e) { e.incurred_at = Instant{1}; },
      [](X& e) { e.paid_at = Instant{1}; },
      [](X& e) { e.payout_method_type = "x"; },
      [](X& e) { e.payment_service = "x"; },
      [](X& e) { e.payment_type = "x"; },
      [](X& e) { e.payee_country = "x"; },
      [](X& e) { e.tags = "x"; },
  };
  std::set<std::uint64_t> hashes{stable_hash(Expense{}, {})};
  for (const auto& change : changes) {
    Expense expense;
    change(expense);
    EXPECT_TRUE(hashes.insert(stable_hash(expense, {})).second) << "number " << hashes.size();
  }
  for (const ExpenseNames& names :
       {ExpenseNames{"x", "", "", "", ""}, ExpenseNames{"", "x", "", "", ""},
        ExpenseNames{"", "", "x", "", ""}, ExpenseNames{"", "", "", "x", ""},
        ExpenseNames{"", "", "", "", "x"}}) {
    EXPECT_TRUE(hashes.insert(stable_hash(Expense{}, names)).second);
  }
}

TEST(StableHash, TextsThatTouchAreNotConfused) {
  EXPECT_NE(FieldHash{}.add(std::string_view("ab")).add(std::string_view("c")).digest(),
            FieldHash{}.add(std::string_view("a")).add(std::string_view("bc")).digest());
}

// Hashes are stored: a change of these numbers would make every stored row look changed once.
TEST(StableHash, IsTheSameInEveryVersionOfTheProgram) {
  EXPECT_EQ(stable_hash(Transaction{}, {}), 4994072737841402742U);
  EXPECT_EQ(stable_hash(Expense{}, {}), 10343802458055473346U);
}

TEST(TerminalStatus, IsOneThatRarelyMovesAgain) {
  for (const char* status : {"PAID", "REJECTED", "SPAM", "CANCELED", "INVITE_DECLINED"}) {
    EXPECT_TRUE(is_terminal_status(status));
  }
  for (const char* status : {"DRAFT", "PENDING", "APPROVED", "ERROR", "ON_HOLD", "NEW", ""}) {
    EXPECT_FALSE(is_terminal_status(status));
  }
}

}  // namespace
}  // namespace bursar::ledger
