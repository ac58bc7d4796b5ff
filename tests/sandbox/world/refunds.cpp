#include "world/refunds.hpp"

#include "world/booking.hpp"

namespace bursar::sandbox {
namespace {

TransactionRow reversal(World& world, const TransactionRow& original, const RefundPlan& plan,
                        GroupNumber group) {
  TransactionRow row = original;
  row.amount = -original.amount;
  row.net = -original.net;
  row.tax = -original.tax;
  row.host_amount = -original.host_amount;
  row.platform_fee = -original.platform_fee;
  row.host_fee = -original.host_fee;
  row.processor_fee = -original.processor_fee;
  row.credit = !original.credit;
  row.is_refund = true;
  row.refund_kind = plan.kind;
  row.created = plan.at;
  row.cleared = plan.cleared;
  row.group = group;
  row.merchant = 0;
  row.disputed = row.in_review = false;
  row.description = world.texts.intern("Refund of \"" +
                                       world.texts.text(original.description).substr(0, 240) + '"');
  return row;
}

void book_cover(World& world, const TransactionRow& fee, const RefundPlan& plan,
                GroupNumber group) {
  Entry cover;
  cover.kind = Kind::PaymentProcessorCover;
  cover.account = fee.account;
  cover.opposite = fee.host;
  cover.host = fee.host;
  cover.amount = -fee.amount;
  cover.currency = fee.currency;
  cover.created = plan.at;
  cover.group = group;
  cover.order = fee.order;
  cover.expense = fee.expense;
  cover.is_refund = true;
  cover.description = world.texts.intern("Cover of payment processor fee for refund");
  book(world, cover);
}

}  // namespace

GroupNumber refund(World& world, const RefundPlan& plan) {
  std::vector<RowNumber> open;
  for (const RowNumber number : world.ledger.of_group(plan.group)) {
    const TransactionRow& row = world.ledger[number];
    if (!row.deleted && row.refund == 0 && !row.is_refund) open.push_back(number);
  }
  if (open.empty()) return 0;
  const GroupNumber group = world.ledger.new_group();
  for (const RowNumber number : open) {
    const TransactionRow original = world.ledger[number];
    if (original.kind == Kind::PaymentProcessorFee && plan.host_covers_fee) {
      const bool payer = !original.credit && original.host != 0;
      if (payer && original.host != original.account) book_cover(world, original, plan, group);
      continue;
    }
    TransactionRow row = reversal(world, original, plan, group);
    row.refund = number;
    const RowNumber reverse = world.ledger.append(row);
    TransactionRow& stored = world.ledger.edit(number);
    stored.refund = reverse;
    stored.refund_kind = plan.kind;
  }
  return group;
}

void flag_group(World& world, GroupNumber group, bool disputed, bool in_review) {
  for (const RowNumber number : world.ledger.of_group(group)) {
    TransactionRow& row = world.ledger.edit(number);
    row.disputed = disputed;
    row.in_review = in_review;
  }
}

}  // namespace bursar::sandbox
