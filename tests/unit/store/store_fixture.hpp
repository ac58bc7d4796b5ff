#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "ledger/page.hpp"
#include "store/database.hpp"
#include "store/records.hpp"

namespace bursar::store {

// A directory of its own for each test, removed afterwards.
class StoreDirectory : public testing::Test {
 protected:
  StoreDirectory() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() /
                 ("bursar-store-" + std::to_string(::getpid()) + "-" + test->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  ~StoreDirectory() override { std::filesystem::remove_all(directory_); }
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "bursar.db"; }

  std::filesystem::path directory_;
};

// A database in such a directory, and shorthands to write to it and look into it.
class StoreTest : public StoreDirectory {
 protected:
  template <typename Page>
  WriteCounts write(const Page& page, const WriteContext& context) {
    WriteTransaction transaction(database_);
    const WriteCounts counts = writer_.write(page, context);
    transaction.commit();
    return counts;
  }
  template <typename Page>
  WriteCounts write(const Page& page) {
    return write(page, context_);
  }
  std::string ask(const std::string& sql) {
    return database_.connection().execAndGet(sql).getString();
  }

  Database database_{file(), OpenMode::read_write};
  RecordWriter writer_{database_};
  WriteContext context_{.run = 1, .now = {1'700'000'000'000}, .private_fields_readable = true};
};

inline ledger::Account make_account(const std::string& name) {
  ledger::Account account;
  account.public_id = "acc_" + name;
  account.platform_id = account.public_id;
  account.legacy_id = static_cast<std::int64_t>(name.size()) + 100;
  account.slug = name;
  account.name = "The " + name;
  account.type = "COLLECTIVE";
  account.currency = *ledger::Currency::parse("EUR");
  return account;
}

// A page of transactions with the accounts collective (0), contributor (1), host (2), and one
// order (0) with one category (0).
inline ledger::TransactionPage make_page() {
  ledger::TransactionPage page;
  page.accounts = {make_account("collective"), make_account("contributor"), make_account("host")};
  ledger::AccountingCategory category;
  category.public_id = "acat_1";
  category.platform_id = "old-acat-1";
  category.code = "4000";
  category.name = "Donations";
  page.categories = {category};
  ledger::Order order;
  order.public_id = "ord_1";
  order.platform_id = "ord_1";
  order.legacy_id = 77;
  order.description = "Monthly contribution";
  order.status = "ACTIVE";
  order.memo = "from the fair";
  order.amount = ledger::Money{1000, *ledger::Currency::parse("EUR")};
  order.category = 0;
  page.orders = {order};
  return page;
}

// A contribution of ten euros with every field filled in, so that each one is seen to survive.
inline ledger::Transaction make_transaction(int number) {
  ledger::Transaction row;
  row.id = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + number);
  row.legacy_id = number;
  row.public_id = "tx_" + std::to_string(number);
  row.group = "11111111-0000-4000-8000-" + std::to_string(100'000'000'000 + number / 2);
  row.direction = ledger::Direction::credit;
  row.kind = "CONTRIBUTION";
  row.description = "Contribution " + std::to_string(number);
  row.created_at = {1'600'000'000'000 + number * std::int64_t{1000}};
  row.cleared_at = ledger::Instant{1'600'000'000'000};
  row.currency = *ledger::Currency::parse("EUR");
  row.amount = 1000;
  row.net_amount = 880;
  row.tax_amount = -10;
  row.host_currency = *ledger::Currency::parse("USD");
  row.host_amount = 1100;
  row.host_net_amount = 968;
  row.platform_fee = -1;
  row.host_fee = -100;
  row.processor_fee = -31;
  row.fx_rate = "1.1";
  row.tax_type = "VAT";
  row.tax_rate = "0.21";
  row.tax_id_number = "BE0123";
  row.account = 0;
  row.opposite_account = 1;
  row.host = 2;
  row.order = 0;
  row.merchant_id = "ch_1";
  row.payment_service = "STRIPE";
  row.payment_type = "CREDITCARD";
  return row;
}

// An expense of the collective (account 0) paid to the contributor (1), with parts.
inline ledger::Expense make_expense(int number) {
  const auto euro = *ledger::Currency::parse("EUR");
  ledger::Expense expense;
  expense.public_id = "ex_" + std::to_string(number);
  expense.platform_id = "old-" + std::to_string(number);
  expense.legacy_id = number;
  expense.type = "INVOICE";
  expense.status = "PENDING";
  expense.on_hold = false;
  expense.description = "Invoice " + std::to_string(number);
  expense.reference = "F-1";
  expense.amount = {12'100, euro};
  expense.taxes = {{"VAT", "0.21", "BE0123"}};
  expense.items = {{"ei_1", {5000, euro}, "", "Hosting", ledger::Instant{5}, "https://x/1"},
                   {"ei_2", {5000, euro}, "1.0", "Domain", std::nullopt, "https://x/2"}};
  expense.files = {{"uf_1", "https://x/3", "invoice.pdf"}};
  expense.fees_payer = "COLLECTIVE";
  expense.created_at = {1'600'000'000'000 + number * std::int64_t{1000}};
  expense.incurred_at = ledger::Instant{1'599'000'000'000};
  expense.account = 0;
  expense.payee = 1;
  expense.created_by = 1;
  expense.host = 2;
  expense.category = 0;
  expense.payout_method_type = "BANK_ACCOUNT";
  expense.payout_method_data = R"({"iban":"BE00"})";
  expense.invoice_info = "please pay";
  expense.private_message = "hello";
  expense.payee_country = "BE";
  expense.payee_address = "Street 1";
  expense.tags = R"(["hosting"])";
  expense.custom_data = R"({"a":1})";
  expense.merchant_id = "wise-1";
  expense.transfer_reference = "ref-1";
  return expense;
}

inline ledger::ExpensePage make_expense_page() {
  const ledger::TransactionPage page = make_page();
  ledger::ExpensePage result;
  result.accounts = page.accounts;
  result.categories = page.categories;
  return result;
}

}  // namespace bursar::store
