// The hashes by which the store tells a changed record from one that was merely read again
// (F 11.6). Adding a field here makes every stored record look changed once: it needs a migration
// that re-computes the stored hashes.
#include <algorithm>
#include <array>

#include "ledger/expense.hpp"
#include "ledger/field_hash.hpp"
#include "ledger/transaction.hpp"

namespace bursar::ledger {

std::uint64_t stable_hash(const Transaction& row, const TransactionNames& names) {
  FieldHash hash;
  hash.add(row.id).add(row.legacy_id).add(row.public_id).add(row.group);
  hash.add(row.direction == Direction::credit).add(row.kind).add(row.refund_kind);
  hash.add(row.description).add(row.created_at).add(row.cleared_at);
  hash.add(row.currency).add(row.amount).add(row.net_amount).add(row.tax_amount);
  hash.add(row.host_currency).add(row.host_amount).add(row.host_net_amount);
  hash.add(row.platform_fee).add(row.host_fee).add(row.processor_fee).add(row.fx_rate);
  hash.add(row.tax_type).add(row.tax_rate);
  hash.add(names.account).add(names.opposite_account).add(names.host);
  hash.add(names.gift_card_emitter).add(names.order);
  hash.add(row.expense).add(row.refund_transaction);
  hash.add(row.is_refund).add(row.is_refunded).add(row.is_disputed).add(row.is_in_review);
  hash.add(row.payment_service).add(row.payment_type).add(row.payout_type);
  hash.add(row.invoice_template);
  return hash.digest();
}

std::uint64_t stable_hash(const Expense& expense, const ExpenseNames& names) {
  FieldHash hash;
  hash.add(expense.public_id).add(expense.platform_id).add(expense.legacy_id);
  hash.add(expense.type).add(expense.status);
  hash.add(expense.description).add(expense.long_description).add(expense.amount);
  hash.add(static_cast<std::int64_t>(expense.taxes.size()));
  for (const ExpenseTax& tax : expense.taxes) hash.add(tax.type).add(tax.rate);
  hash.add(static_cast<std::int64_t>(expense.items.size()));
  for (const ExpenseItem& item : expense.items) {
    hash.add(item.id).add(item.amount).add(item.fx_rate);
    hash.add(item.description).add(item.incurred_at);
  }
  hash.add(expense.fees_payer);
  hash.add(expense.created_at).add(expense.incurred_at).add(expense.paid_at);
  hash.add(names.account).add(names.payee).add(names.created_by).add(names.host);
  hash.add(names.category);
  hash.add(expense.payout_method_type).add(expense.payment_service).add(expense.payment_type);
  hash.add(expense.payee_country).add(expense.tags);
  return hash.digest();
}

bool is_terminal_status(std::string_view status) {
  static constexpr std::array<std::string_view, 5> terminal{"PAID", "REJECTED", "SPAM", "CANCELED",
                                                            "INVITE_DECLINED"};
  return std::find(terminal.begin(), terminal.end(), status) != terminal.end();
}

}  // namespace bursar::ledger
