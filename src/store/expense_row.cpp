#include "store/expense_row.hpp"

#include <array>
#include <string_view>

#include "store/record_table.hpp"

namespace bursar::store {
namespace {

constexpr std::array<std::string_view, expense_column_count> columns{"public_id",
                                                                     "platform_id",
                                                                     "legacy_id",
                                                                     "type",
                                                                     "status",
                                                                     "on_hold",
                                                                     "description",
                                                                     "long_description",
                                                                     "reference",
                                                                     "amount",
                                                                     "currency",
                                                                     "fees_payer",
                                                                     "created_at",
                                                                     "incurred_at",
                                                                     "paid_at",
                                                                     "account",
                                                                     "payee",
                                                                     "created_by",
                                                                     "host",
                                                                     "category",
                                                                     "payout_method_type",
                                                                     "payout_method_data",
                                                                     "payment_service",
                                                                     "payment_type",
                                                                     "virtual_card",
                                                                     "invoice_info",
                                                                     "private_message",
                                                                     "payee_country",
                                                                     "payee_address",
                                                                     "tags",
                                                                     "custom_data",
                                                                     "merchant_id",
                                                                     "transfer_reference",
                                                                     "incomplete",
                                                                     "files_known"};

}  // namespace

std::string expense_columns(const std::string& prefix) {
  std::string list;
  for (const std::string_view column : columns) {
    if (!list.empty()) list += ", ";
    list.append(prefix).append(column);
  }
  return list;
}

void bind_expense(FieldBinder& binder, const ledger::Expense& expense) {
  binder.text(expense.public_id)
      .text(platform_id_column(expense.platform_id, expense.public_id))
      .number(expense.legacy_id)
      .text(expense.type)
      .literal(expense.status.c_str());
  expense.on_hold ? binder.flag(*expense.on_hold) : binder.null();
  binder.text(expense.description).text(expense.long_description).text(expense.reference);
  binder.number(expense.amount.hundredths).currency(expense.amount.currency);
  binder.text(expense.fees_payer).instant(expense.created_at);
  binder.instant(expense.incurred_at).instant(expense.paid_at);
  binder.key(expense.account).key(expense.payee).key(expense.created_by);
  binder.key(expense.host).key(expense.category);
  binder.text(expense.payout_method_type).text(expense.payout_method_data);
  binder.text(expense.payment_service).text(expense.payment_type).text(expense.virtual_card);
  binder.text(expense.invoice_info).text(expense.private_message).text(expense.payee_country);
  binder.text(expense.payee_address).text(expense.tags).text(expense.custom_data);
  binder.text(expense.merchant_id).text(expense.transfer_reference).flag(expense.incomplete);
  binder.flag(expense.files_known);
}

ledger::Expense read_expense(FieldReader& reader) {
  ledger::Expense expense;
  expense.public_id = reader.text();
  expense.platform_id = platform_id_value(reader.text(), expense.public_id);
  expense.legacy_id = reader.optional_number();
  expense.type = reader.text();
  expense.status = reader.text();
  if (const auto on_hold = reader.optional_number()) expense.on_hold = *on_hold != 0;
  expense.description = reader.text();
  expense.long_description = reader.text();
  expense.reference = reader.text();
  expense.amount.hundredths = reader.number();
  expense.amount.currency = reader.currency();
  expense.fees_payer = reader.text();
  expense.created_at = reader.instant();
  expense.incurred_at = reader.optional_instant();
  expense.paid_at = reader.optional_instant();
  expense.account = reader.key();
  expense.payee = reader.key();
  expense.created_by = reader.key();
  expense.host = reader.key();
  expense.category = reader.key();
  expense.payout_method_type = reader.text();
  expense.payout_method_data = reader.text();
  expense.payment_service = reader.text();
  expense.payment_type = reader.text();
  expense.virtual_card = reader.text();
  expense.invoice_info = reader.text();
  expense.private_message = reader.text();
  expense.payee_country = reader.text();
  expense.payee_address = reader.text();
  expense.tags = reader.text();
  expense.custom_data = reader.text();
  expense.merchant_id = reader.text();
  expense.transfer_reference = reader.text();
  expense.incomplete = reader.flag();
  expense.files_known = reader.flag();
  return expense;
}

ExpenseParts::ExpenseParts(SQLite::Database& database)
    : select_items_(database,
                    "SELECT id, amount, currency, fx_rate, description, incurred_at, url "
                    "FROM expense_items WHERE expense = ? ORDER BY position"),
      select_taxes_(database,
                    "SELECT type, rate, id_number FROM expense_taxes WHERE expense = ? "
                    "ORDER BY position"),
      select_files_(database,
                    "SELECT id, url, name FROM expense_files WHERE expense = ? ORDER BY position"),
      insert_item_(database,
                   "INSERT INTO expense_items (expense, position, id, amount, currency, fx_rate, "
                   "description, incurred_at, url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_tax_(database,
                  "INSERT INTO expense_taxes (expense, position, type, rate, id_number) "
                  "VALUES (?, ?, ?, ?, ?)"),
      insert_file_(database,
                   "INSERT INTO expense_files (expense, position, id, url, name) "
                   "VALUES (?, ?, ?, ?, ?)"),
      delete_items_(database, "DELETE FROM expense_items WHERE expense = ?"),
      delete_taxes_(database, "DELETE FROM expense_taxes WHERE expense = ?"),
      delete_files_(database, "DELETE FROM expense_files WHERE expense = ?") {}

void ExpenseParts::load(std::int64_t row, ledger::Expense& expense) {
  select_items_.bind(1, row);
  while (select_items_.executeStep()) {
    FieldReader reader(select_items_);
    ledger::ExpenseItem& item = expense.items.emplace_back();
    item.id = reader.text();
    item.amount.hundredths = reader.number();
    item.amount.currency = reader.currency();
    item.fx_rate = reader.text();
    item.description = reader.text();
    item.incurred_at = reader.optional_instant();
    item.url = reader.text();
  }
  select_items_.reset();
  select_taxes_.bind(1, row);
  while (select_taxes_.executeStep()) {
    FieldReader reader(select_taxes_);
    ledger::ExpenseTax& tax = expense.taxes.emplace_back();
    tax.type = reader.text();
    tax.rate = reader.text();
    tax.id_number = reader.text();
  }
  select_taxes_.reset();
  select_files_.bind(1, row);
  while (select_files_.executeStep()) {
    FieldReader reader(select_files_);
    ledger::ExpenseFile& file = expense.files.emplace_back();
    file.id = reader.text();
    file.url = reader.text();
    file.name = reader.text();
  }
  select_files_.reset();
}

void ExpenseParts::replace(std::int64_t row, const ledger::Expense& expense) {
  for (SQLite::Statement* remove : {&delete_items_, &delete_taxes_, &delete_files_}) {
    remove->bind(1, row);
    run(*remove);
  }
  std::int64_t position = 0;
  for (const ledger::ExpenseItem& item : expense.items) {
    FieldBinder binder(insert_item_);
    binder.number(row).number(position++).text(item.id).number(item.amount.hundredths);
    binder.currency(item.amount.currency).text(item.fx_rate).text(item.description);
    binder.instant(item.incurred_at).text(item.url);
    run(insert_item_);
  }
  position = 0;
  for (const ledger::ExpenseTax& tax : expense.taxes) {
    FieldBinder binder(insert_tax_);
    binder.number(row).number(position++).text(tax.type).text(tax.rate).text(tax.id_number);
    run(insert_tax_);
  }
  position = 0;
  for (const ledger::ExpenseFile& file : expense.files) {
    FieldBinder binder(insert_file_);
    binder.number(row).number(position++).text(file.id).text(file.url).text(file.name);
    run(insert_file_);
  }
}

}  // namespace bursar::store
