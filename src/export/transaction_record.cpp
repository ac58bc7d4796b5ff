#include "export/transaction_record.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bursar::exporting {
namespace {

using ledger::Money;
using mapping::Field;
using mapping::Record;

void set_text(Record& record, Field field, const std::string& text) {
  record.set(field, std::string_view(text));
}

void fill_identity(const ledger::Transaction& row, Record& record) {
  set_text(record, Field::line_id, row.id);
  set_text(record, Field::id, row.id);
  record.set(Field::legacy_id, row.legacy_id);
  set_text(record, Field::public_id, row.public_id);
  set_text(record, Field::group, row.group);
  record.set(Field::type,
             std::string_view(row.direction == ledger::Direction::credit ? "CREDIT" : "DEBIT"));
  set_text(record, Field::kind, row.kind);
  set_text(record, Field::refund_kind, row.refund_kind);
  set_text(record, Field::description, row.description);
  fill_memo(row.kind, row.description, record);
}

void fill_dates(const ledger::Transaction& row, const Calendar& calendar, Record& record) {
  const auto day = [&](ledger::DateBasis basis) {
    return ledger::transaction_date(row.created_at, row.cleared_at, basis, calendar.zone);
  };
  record.set(Field::date, day(calendar.basis));
  record.set(Field::date_created, day(ledger::DateBasis::created));
  record.set(Field::date_effective, day(ledger::DateBasis::effective));
  record.set(Field::created_at, row.created_at);
  if (row.cleared_at) record.set(Field::cleared_at, *row.cleared_at);
}

void fill_amounts(const ledger::Transaction& row, Record& record) {
  const auto in_host_currency = [&](std::int64_t hundredths) {
    return Money{hundredths, row.host_currency};
  };
  const auto in_own_currency = [&](std::int64_t hundredths) {
    return Money{hundredths, row.currency};
  };
  const Money amount = in_host_currency(row.host_net_amount);
  record.set(Field::amount, amount);
  if (amount.hundredths < 0) {
    record.set(Field::debit, in_host_currency(ledger::checked_negate(amount.hundredths)));
  } else if (amount.hundredths > 0) {
    record.set(Field::credit, amount);
  }
  record.set(Field::currency, row.host_currency.code());
  record.set(Field::gross_amount, in_host_currency(row.host_amount));
  record.set(Field::platform_fee, in_host_currency(row.platform_fee));
  record.set(Field::host_fee, in_host_currency(row.host_fee));
  record.set(Field::processor_fee, in_host_currency(row.processor_fee));
  record.set(Field::original_amount, in_own_currency(row.amount));
  record.set(Field::original_net_amount, in_own_currency(row.net_amount));
  record.set(Field::original_currency, row.currency.code());
  record.set(Field::tax_amount, in_own_currency(row.tax_amount));
  set_text(record, Field::fx_rate, row.fx_rate);
  set_text(record, Field::tax_type, row.tax_type);
  set_text(record, Field::tax_rate, row.tax_rate);
  set_text(record, Field::tax_id_number, row.tax_id_number);
}

void fill_order(const ledger::Order* order, Record& record) {
  if (order == nullptr) return;
  set_text(record, Field::order_id, order->public_id);
  if (order->legacy_id) record.set(Field::order_legacy_id, *order->legacy_id);
  set_text(record, Field::order_description, order->description);
  set_text(record, Field::order_status, order->status);
  set_text(record, Field::order_frequency, order->frequency);
  set_text(record, Field::order_tier, order->tier_name);
  set_text(record, Field::order_memo, order->memo);
  set_text(record, Field::order_tags, order->tags);
}

void fill_expense(const store::StoredTransaction& row, Record& record) {
  set_text(record, Field::expense_id, row.row.expense);
  if (row.expense_legacy_id) record.set(Field::expense_legacy_id, *row.expense_legacy_id);
  set_text(record, Field::expense_type, row.expense_type);
  set_text(record, Field::expense_status, row.expense_status);
  set_text(record, Field::expense_tags, row.expense_tags);
}

void fill_state(const ledger::Transaction& row, Record& record) {
  set_text(record, Field::refund_transaction_id, row.refund_transaction);
  record.set(Field::is_refund, row.is_refund);
  record.set(Field::is_refunded, row.is_refunded);
  record.set(Field::is_disputed, row.is_disputed);
  record.set(Field::is_in_review, row.is_in_review);
  set_text(record, Field::merchant_id, row.merchant_id);
  set_text(record, Field::payment_service, row.payment_service);
  set_text(record, Field::payment_type, row.payment_type);
  set_text(record, Field::payout_type, row.payout_type);
  set_text(record, Field::invoice_template, row.invoice_template);
  record.set(Field::incomplete, row.incomplete);
}

bool is_person(const ledger::Account* account) {
  return account != nullptr && (account->type == "INDIVIDUAL" || account->is_incognito);
}

}  // namespace

void fill_memo(const std::string& kind, const std::string& description, Record& record) {
  if (kind.empty()) {
    set_text(record, Field::memo, description);
  } else {
    record.keep(Field::memo, kind + " " + description);
  }
}

void fill_collective(const ledger::Account* account, Record& record) {
  if (account == nullptr) return;
  set_text(record, Field::collective, account->name);
  set_text(record, Field::collective_slug, account->slug);
  set_text(record, Field::collective_id, account->public_id);
  set_text(record, Field::collective_type, account->type);
}

void fill_counterparty(const ledger::Account* account, Record& record) {
  if (account == nullptr) return;
  set_text(record, Field::counterparty, account->name);
  set_text(record, Field::counterparty_slug, account->slug);
  set_text(record, Field::counterparty_id, account->public_id);
  set_text(record, Field::counterparty_type, account->type);
}

void fill_host(const ledger::Account* account, Record& record) {
  if (account == nullptr) return;
  set_text(record, Field::host, account->name);
  set_text(record, Field::host_slug, account->slug);
  set_text(record, Field::host_id, account->public_id);
}

void fill_category(const ledger::AccountingCategory* category, Record& record) {
  if (category == nullptr) return;
  set_text(record, Field::category_code, category->code);
  set_text(record, Field::category, category->name);
  set_text(record, Field::category_id, category->public_id);
}

void fill_record(const store::StoredTransaction& row, const Calendar& calendar, Record& record) {
  record.clear();
  fill_identity(row.row, record);
  fill_dates(row.row, calendar, record);
  fill_amounts(row.row, record);
  fill_collective(row.account, record);
  fill_counterparty(row.opposite_account, record);
  fill_host(row.host, record);
  fill_category(row.category, record);
  fill_order(row.order, record);
  fill_expense(row, record);
  fill_state(row.row, record);
  record.set(Field::version, row.version);
}

bool shows_orders(const mapping::Layout& layout) {
  // What fill_order() fills in, and the category, which a contribution has where an expense has
  // not.
  constexpr std::array<Field, 11> of_orders{
      Field::order_id,        Field::order_legacy_id, Field::order_description, Field::order_status,
      Field::order_frequency, Field::order_tier,      Field::order_memo,        Field::order_tags,
      Field::category_code,   Field::category,        Field::category_id};
  return std::any_of(of_orders.begin(), of_orders.end(),
                     [&](Field field) { return mapping::uses(layout, field); });
}

void hide_persons(const store::StoredTransaction& row, Record& record) {
  if (is_person(row.opposite_account)) {
    set_text(record, Field::counterparty, row.opposite_account->public_id);
    set_text(record, Field::counterparty_slug, row.opposite_account->public_id);
  }
  if (is_person(row.account)) {
    set_text(record, Field::collective, row.account->public_id);
    set_text(record, Field::collective_slug, row.account->public_id);
  }
}

void keep_ids_alone(const store::StoredTransaction& row, Record& record) {
  record.clear();
  set_text(record, Field::id, row.row.id);
  record.set(Field::legacy_id, row.row.legacy_id);
  set_text(record, Field::public_id, row.row.public_id);
  set_text(record, Field::group, row.row.group);
  set_text(record, Field::kind, row.row.kind);
  set_text(record, Field::expense_id, row.row.expense);
  if (row.account != nullptr) {
    set_text(record, Field::collective_id, row.account->public_id);
    set_text(record, Field::collective_slug, row.account->slug);
  }
  if (row.opposite_account != nullptr) {
    set_text(record, Field::counterparty_id, row.opposite_account->public_id);
    set_text(record, Field::counterparty, row.opposite_account->public_id);
  }
  record.keep(Field::description, "transaction " + std::to_string(row.row.legacy_id));
  record.keep(Field::memo, row.row.kind + " " + std::to_string(row.row.legacy_id));
}

void name_reversed(const store::StoredTransaction& row, const std::string& kind, Record& record) {
  fill_collective(row.account, record);
  fill_counterparty(row.opposite_account, record);
  fill_category(row.category, record);
  set_text(record, Field::description, row.row.description);
  record.keep(Field::kind, kind);
  fill_memo(kind, row.row.description, record);
}

}  // namespace bursar::exporting
