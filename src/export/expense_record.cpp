#include "export/expense_record.hpp"

#include <string>

namespace bursar::exporting {
namespace {

using mapping::Field;
using mapping::Record;

void set_text(Record& record, Field field, const std::string& text) {
  record.set(field, std::string_view(text));
}

void set_day(Record& record, Field day, Field time, std::optional<ledger::Instant> t,
             const Calendar& calendar) {
  if (!t) return;
  record.set(day, ledger::typed_date(*t, calendar.zone));
  record.set(time, *t);
}

void fill_dates(const ledger::Expense& expense, const Calendar& calendar, Record& record) {
  if (const auto date = expense_date(expense, calendar)) record.set(Field::date, *date);
  record.set(Field::date_created, calendar.zone.date_of(expense.created_at));
  record.set(Field::created_at, expense.created_at);
  set_day(record, Field::date_incurred, Field::incurred_at, expense.incurred_at, calendar);
  set_day(record, Field::date_paid, Field::paid_at, expense.paid_at, calendar);
}

void fill_taxes(const ledger::Expense& expense, Record& record) {
  if (expense.taxes.empty()) return;
  const ledger::ExpenseTax& first = expense.taxes.front();
  set_text(record, Field::tax_type, first.type);
  set_text(record, Field::tax_rate, first.rate);
  set_text(record, Field::tax_id_number, first.id_number);
  std::string all;
  for (const ledger::ExpenseTax& tax : expense.taxes) {
    if (!all.empty()) all += "; ";
    all += tax.type + " " + tax.rate;
  }
  record.keep(Field::taxes, std::move(all));
}

void fill_payment(const ledger::Expense& expense, Record& record) {
  set_text(record, Field::payout_type, expense.payout_method_type);
  set_text(record, Field::payout_details, expense.payout_method_data);
  set_text(record, Field::payment_service, expense.payment_service);
  set_text(record, Field::payment_type, expense.payment_type);
  set_text(record, Field::merchant_id, expense.merchant_id);
  set_text(record, Field::virtual_card, expense.virtual_card);
  set_text(record, Field::transfer_reference, expense.transfer_reference);
  set_text(record, Field::fees_payer, expense.fees_payer);
}

void fill_texts(const ledger::Expense& expense, Record& record) {
  set_text(record, Field::description, expense.description);
  set_text(record, Field::long_description, expense.long_description);
  set_text(record, Field::reference, expense.reference);
  set_text(record, Field::invoice_info, expense.invoice_info);
  set_text(record, Field::private_message, expense.private_message);
  set_text(record, Field::payee_country, expense.payee_country);
  set_text(record, Field::payee_address, expense.payee_address);
  set_text(record, Field::custom_data, expense.custom_data);
  set_text(record, Field::expense_tags, expense.tags);
  std::string addresses;
  for (const ledger::ExpenseFile& file : expense.files) {
    if (!addresses.empty() && !file.url.empty()) addresses += ' ';
    addresses += file.url;
  }
  if (!addresses.empty()) record.keep(Field::files, std::move(addresses));
}

void fill_submitter(const ledger::Account* account, Record& record) {
  if (account == nullptr) return;
  set_text(record, Field::submitter, account->name);
  set_text(record, Field::submitter_slug, account->slug);
  set_text(record, Field::submitter_id, account->public_id);
}

}  // namespace

std::optional<ledger::CivilDate> expense_date(const ledger::Expense& expense,
                                              const Calendar& calendar) {
  switch (calendar.basis) {
    case ledger::DateBasis::paid:
      if (!expense.paid_at) return std::nullopt;
      return ledger::typed_date(*expense.paid_at, calendar.zone);
    case ledger::DateBasis::effective:
      if (expense.incurred_at) return ledger::typed_date(*expense.incurred_at, calendar.zone);
      break;
    case ledger::DateBasis::created:
      break;
  }
  return calendar.zone.date_of(expense.created_at);
}

void fill_record(const store::StoredExpense& row, const Calendar& calendar, Record& record) {
  const ledger::Expense& expense = row.expense;
  record.clear();
  set_text(record, Field::id, expense.public_id);
  set_text(record, Field::expense_id, expense.public_id);
  if (expense.legacy_id) {
    record.set(Field::legacy_id, *expense.legacy_id);
    record.set(Field::expense_legacy_id, *expense.legacy_id);
  }
  set_text(record, Field::expense_type, expense.type);
  set_text(record, Field::expense_status, expense.status);
  if (expense.on_hold) record.set(Field::on_hold, *expense.on_hold);
  record.set(Field::amount, expense.amount);
  record.set(Field::currency, expense.amount.currency.code());
  record.set(Field::item_count, static_cast<std::int64_t>(expense.items.size()));
  fill_dates(expense, calendar, record);
  fill_taxes(expense, record);
  fill_payment(expense, record);
  fill_texts(expense, record);
  fill_collective(row.account, record);
  fill_counterparty(row.payee, record);
  fill_host(row.host, record);
  fill_category(row.category, record);
  fill_submitter(row.created_by, record);
  record.set(Field::version, row.version);
  record.set(Field::incomplete, expense.incomplete);
}

void fill_item(const ledger::Expense& expense, std::size_t index, const Calendar& calendar,
               Record& record) {
  const ledger::ExpenseItem& item = expense.items[index];
  record.set(Field::expense_amount, expense.amount);
  record.set(Field::expense_currency, expense.amount.currency.code());
  record.set(Field::amount, item.amount);
  record.set(Field::currency, item.amount.currency.code());
  set_text(record, Field::item_id, item.id);
  record.set(Field::item_number, static_cast<std::int64_t>(index) + 1);
  set_text(record, Field::item_description, item.description);
  set_text(record, Field::item_fx_rate, item.fx_rate);
  set_text(record, Field::item_url, item.url);
  set_day(record, Field::date_incurred, Field::incurred_at, item.incurred_at, calendar);
}

}  // namespace bursar::exporting
