#include "world/booking.hpp"

namespace bursar::sandbox {
namespace {

std::int32_t narrow(std::int64_t cents) {
  return static_cast<std::int32_t>(cents);
}

TransactionRow primary_row(const World& world, const Entry& entry) {
  TransactionRow row;
  row.kind = entry.kind;
  row.account = entry.account;
  row.opposite = entry.opposite;
  const Account& account = world.accounts[entry.account];
  row.host = entry.host != 0 ? entry.host : (account.active ? account.host : 0);
  row.currency = entry.currency;
  row.host_currency = row.host != 0 ? world.accounts[row.host].currency : entry.currency;
  row.fx = fx_rate(row.currency, row.host_currency, entry.created);
  row.amount = narrow(entry.amount);
  row.platform_fee = narrow(entry.platform_fee);
  row.host_fee = narrow(entry.host_fee);
  row.processor_fee = narrow(entry.processor_fee);
  row.tax = narrow(entry.tax);
  row.tax_null = entry.tax_null;
  row.credit = entry.amount >= 0;
  row.created = entry.created;
  row.cleared = entry.cleared;
  row.group = entry.group;
  row.expense = entry.expense;
  row.order = entry.order;
  row.description = entry.description;
  row.payment_method = entry.payment_method;
  row.payout_method = entry.payout_method;
  row.merchant = entry.merchant;
  row.tax_info = entry.tax_info;
  row.is_refund = entry.is_refund;
  row.refund_kind = entry.refund_kind;
  settle(row);
  return row;
}

/// debit.amount = -credit.net and debit.net = -credit.amount (F 5.2.3); fees stand on both sides.
TransactionRow mirror_row(const World& world, const Entry& entry, const TransactionRow& first) {
  TransactionRow row = first;
  row.account = first.opposite;
  row.opposite = first.account;
  row.credit = !first.credit;
  row.amount = -first.net;
  row.net = -first.amount;
  if (entry.mirror_created != 0) row.created = entry.mirror_created;
  const Account& account = world.accounts[row.account];
  switch (entry.mirror) {
    case MirrorHost::OfAccount:
      row.host = account.active ? account.host : 0;
      break;
    case MirrorHost::Nobody:
      row.host = 0;
      break;
    case MirrorHost::Same:
      break;
  }
  row.host_amount = narrow(-net_in_host_currency(first));
  if (row.host == 0 || entry.mirror == MirrorHost::Same) return row;
  const Currency currency = world.accounts[row.host].currency;
  if (currency == first.host_currency) return row;
  const double change = fx_rate(first.host_currency, currency, first.created);
  const auto convert = [&](std::int32_t cents) {
    return narrow(platform_round(cents * change, currency));
  };
  row.host_currency = currency;
  row.fx = fx_rate(row.currency, currency, first.created);
  row.host_amount = narrow(platform_round(row.amount * row.fx, currency));
  row.platform_fee = convert(row.platform_fee);
  row.host_fee = convert(row.host_fee);
  row.processor_fee = convert(row.processor_fee);
  return row;
}

}  // namespace

void settle(TransactionRow& row) {
  row.host_amount = narrow(platform_round(row.amount * row.fx, row.host_currency));
  settle_net(row);
}

void settle_net(TransactionRow& row) {
  const double before_tax = static_cast<double>(row.host_amount + row.fees()) / row.fx;
  row.net = narrow(platform_round(before_tax + row.tax, row.currency));
}

std::int64_t net_in_host_currency(const TransactionRow& row) {
  return platform_round(static_cast<double>(row.host_amount + row.fees()) + row.tax * row.fx,
                        row.host_currency);
}

Booked book(World& world, const Entry& entry) {
  const TransactionRow first = primary_row(world, entry);
  Booked booked;
  if (entry.account == entry.opposite) {
    booked.primary = world.ledger.append(first);
    return booked;
  }
  booked.mirror = world.ledger.append(mirror_row(world, entry, first));
  booked.primary = world.ledger.append(first);
  return booked;
}

}  // namespace bursar::sandbox
