#include "store/transaction_row.hpp"

#include <array>
#include <string_view>

namespace bursar::store {
namespace {

constexpr std::array<std::string_view, transaction_column_count> columns{"id",
                                                                         "legacy_id",
                                                                         "public_id",
                                                                         "group_id",
                                                                         "direction",
                                                                         "kind",
                                                                         "refund_kind",
                                                                         "description",
                                                                         "created_at",
                                                                         "cleared_at",
                                                                         "currency",
                                                                         "amount",
                                                                         "net_amount",
                                                                         "tax_amount",
                                                                         "host_currency",
                                                                         "host_amount",
                                                                         "host_net_amount",
                                                                         "platform_fee",
                                                                         "host_fee",
                                                                         "processor_fee",
                                                                         "fx_rate",
                                                                         "tax_type",
                                                                         "tax_rate",
                                                                         "tax_id_number",
                                                                         "account",
                                                                         "opposite_account",
                                                                         "host",
                                                                         "gift_card_emitter",
                                                                         "contribution",
                                                                         "expense",
                                                                         "refund_transaction",
                                                                         "is_refund",
                                                                         "is_refunded",
                                                                         "is_disputed",
                                                                         "is_in_review",
                                                                         "merchant_id",
                                                                         "payment_service",
                                                                         "payment_type",
                                                                         "payout_type",
                                                                         "invoice_template",
                                                                         "incomplete"};

// A value that this reading left out is taken from what was stored.
template <typename Value>
void keep(Value& incoming, const Value& stored, const Value& left_out = {}) {
  if (incoming == left_out) incoming = stored;
}

}  // namespace

std::string transaction_columns(const std::string& prefix) {
  std::string list;
  for (const std::string_view column : columns) {
    if (!list.empty()) list += ", ";
    list.append(prefix).append(column);
  }
  return list;
}

void bind_transaction(FieldBinder& binder, const ledger::Transaction& row,
                      const TransactionKeys& keys) {
  binder.text(row.id).number(row.legacy_id).text(row.public_id).text(row.group);
  binder.literal(row.direction == ledger::Direction::credit ? "CREDIT" : "DEBIT");
  binder.text(row.kind).text(row.refund_kind).text(row.description);
  binder.instant(row.created_at).instant(row.cleared_at);
  binder.currency(row.currency).number(row.amount).number(row.net_amount).number(row.tax_amount);
  binder.currency(row.host_currency).number(row.host_amount).number(row.host_net_amount);
  binder.number(row.platform_fee).number(row.host_fee).number(row.processor_fee);
  binder.text(row.fx_rate).text(row.tax_type).text(row.tax_rate).text(row.tax_id_number);
  binder.key(keys.account).key(keys.opposite_account).key(keys.host);
  binder.key(keys.gift_card_emitter).key(keys.order);
  binder.text(row.expense).text(row.refund_transaction);
  binder.flag(row.is_refund).flag(row.is_refunded).flag(row.is_disputed).flag(row.is_in_review);
  binder.text(row.merchant_id).text(row.payment_service).text(row.payment_type);
  binder.text(row.payout_type).text(row.invoice_template).flag(row.incomplete);
}

void read_transaction(FieldReader& reader, ledger::Transaction& row) {
  reader.text(row.id);
  row.legacy_id = reader.number();
  reader.text(row.public_id);
  reader.text(row.group);
  row.direction = reader.text() == "CREDIT" ? ledger::Direction::credit : ledger::Direction::debit;
  reader.text(row.kind);
  reader.text(row.refund_kind);
  reader.text(row.description);
  row.created_at = reader.instant();
  row.cleared_at = reader.optional_instant();
  row.currency = reader.currency();
  row.amount = reader.number();
  row.net_amount = reader.number();
  row.tax_amount = reader.number();
  row.host_currency = reader.currency();
  row.host_amount = reader.number();
  row.host_net_amount = reader.number();
  row.platform_fee = reader.number();
  row.host_fee = reader.number();
  row.processor_fee = reader.number();
  reader.text(row.fx_rate);
  reader.text(row.tax_type);
  reader.text(row.tax_rate);
  reader.text(row.tax_id_number);
  row.account = reader.key();
  row.opposite_account = reader.key();
  row.host = reader.key();
  row.gift_card_emitter = reader.key();
  row.order = reader.key();
  reader.text(row.expense);
  reader.text(row.refund_transaction);
  row.is_refund = reader.flag();
  row.is_refunded = reader.flag();
  row.is_disputed = reader.flag();
  row.is_in_review = reader.flag();
  reader.text(row.merchant_id);
  reader.text(row.payment_service);
  reader.text(row.payment_type);
  reader.text(row.payout_type);
  reader.text(row.invoice_template);
  row.incomplete = reader.flag();
}

ledger::Transaction merge(const ledger::Transaction& stored, ledger::Transaction incoming,
                          bool private_readable) {
  if (!private_readable || incoming.incomplete) {
    keep(incoming.merchant_id, stored.merchant_id);
    keep(incoming.tax_id_number, stored.tax_id_number);
  }
  if (incoming.incomplete) {
    keep(incoming.opposite_account, stored.opposite_account, ledger::no_key);
    keep(incoming.host, stored.host, ledger::no_key);
    keep(incoming.refund_transaction, stored.refund_transaction);
    keep(incoming.gift_card_emitter, stored.gift_card_emitter, ledger::no_key);
    keep(incoming.order, stored.order, ledger::no_key);
    keep(incoming.expense, stored.expense);
    keep(incoming.tax_type, stored.tax_type);
    keep(incoming.tax_rate, stored.tax_rate);
    keep(incoming.payment_service, stored.payment_service);
    keep(incoming.payment_type, stored.payment_type);
    keep(incoming.payout_type, stored.payout_type);
    keep(incoming.invoice_template, stored.invoice_template);
    incoming.incomplete = stored.incomplete;
  }
  return incoming;
}

}  // namespace bursar::store
