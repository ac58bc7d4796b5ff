// What happens on the imagined platform: contributions, funds, expenses, transfers, odd old rows.
#include <array>

#include <fmt/format.h>

#include "platform_event.hpp"
#include "random_platform.hpp"

namespace bursar::property {

using ledger::Key;

RandomPlatform::Event RandomPlatform::event(ledger::Instant at) {
  static const std::array<const char*, 5> currencies{"USD", "USD", "USD", "EUR", "JPY"};
  Event made;
  made.group = uuid();
  made.created = at;
  made.currency =
      ledger::Currency::parse(currencies[static_cast<std::size_t>(between(0, 4))]).value();
  made.unit = made.currency.minor_digits() == 0 ? 100 : 1;
  return made;
}

std::int64_t RandomPlatform::share_of(const Event& event, std::int64_t amount, int per_cent) const {
  return amount * per_cent / 100 / event.unit * event.unit;
}

std::size_t RandomPlatform::add(const Event& event, const std::string& kind, Key account,
                                Key opposite, std::int64_t amount) {
  ledger::Transaction& row = rows_.emplace_back().row;
  row.id = uuid();
  row.legacy_id = static_cast<std::int64_t>(rows_.size());
  row.public_id = fmt::format("tx_{}", row.legacy_id);
  row.group = event.group;
  row.kind = kind;
  row.description = fmt::format("{} no. {}", kind, row.legacy_id);
  row.created_at = event.created;
  row.cleared_at = event.cleared;
  row.direction = amount < 0 ? ledger::Direction::debit : ledger::Direction::credit;
  row.currency = row.host_currency = event.currency;
  row.amount = row.net_amount = row.host_amount = row.host_net_amount = amount;
  row.fx_rate = "1";
  row.account = account;
  row.opposite_account = opposite;
  row.host = account < first_person && account != outsider ? host : ledger::no_key;
  row.order = event.order;
  row.expense = event.expense;
  row.payment_service = event.service;
  touch(rows_.size() - 1);
  return rows_.size() - 1;
}

Key RandomPlatform::new_order(Key category) {
  ledger::Order& order = orders_.emplace_back();
  order.public_id = fmt::format("ord_{}", orders_.size());
  order.platform_id = order.public_id;
  order.description = "A contribution";
  order.status = "PAID";
  order.category = category;
  return static_cast<Key>(orders_.size()) - 1;
}

void RandomPlatform::happens(ledger::Instant at) {
  switch (between(0, 11)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return contribution(at);
    case 4:
    case 5:
      return old_contribution(at);
    case 6:
      return added_funds(at);
    case 7:
    case 8:
    case 9:
      return expense(at);
    case 10:
      return transfer(at);
    default:
      return oddity(at);
  }
}

void RandomPlatform::host_fee(const Event& event, Key account, std::int64_t gross) {
  const std::int64_t fee = share_of(event, gross, 10);
  add(event, "HOST_FEE", account, host, -fee);
  add(event, "HOST_FEE", host, account, fee);
  if (!one_in(2)) return;
  const std::int64_t share = share_of(event, fee, 15);
  add(event, "HOST_FEE_SHARE", host, processor, -share);
  add(event, "HOST_FEE_SHARE_DEBT", host, processor, share);
}

// Half up, as the platform rounds what lies within a gross amount.
void RandomPlatform::taxed(const Event& event, std::size_t main, bool in_row) {
  const std::int64_t gross = rows_[main].row.host_amount;
  const bool high = one_in(2);
  const std::int64_t rate = high ? 21 : 6;
  const std::int64_t units = gross / event.unit;
  const std::int64_t tax = (2 * units * rate + 100 + rate) / (2 * (100 + rate)) * event.unit;
  rows_[main].row.tax_type = "VAT";
  rows_[main].row.tax_rate = high ? "0.21" : "0.06";
  if (in_row) {
    rows_[main].row.tax_amount = -tax;
    rows_[main].row.host_net_amount -= tax;
    rows_[main].row.net_amount -= tax;
    return;
  }
  const Key account = rows_[main].row.account;
  const std::size_t row = add(event, "TAX", account, tax_office, -tax);
  rows_[row].row.tax_type = "VAT";
  rows_[row].row.tax_rate = rows_[main].row.tax_rate;
}

void RandomPlatform::contribution(ledger::Instant at) {
  Event made = event(at);
  const Key to = any_collective();
  const bool internal = one_in(8);
  Key from = internal ? any_collective() : any_person();
  if (from == to) from = any_person();
  made.service = one_in(3) ? "PAYPAL" : "STRIPE";
  made.order = new_order(one_in(4) ? between(0, 3) : ledger::no_key);
  if (one_in(3)) made.cleared = ledger::Instant{at.ms - between(0, 5 * ledger::ms_per_day)};
  const std::int64_t gross = between(1, 30'000) * made.unit;
  const std::size_t main = add(made, "CONTRIBUTION", to, from, gross);
  add(made, "CONTRIBUTION", from, to, -gross);
  host_fee(made, to, gross);
  if (one_in(2)) add(made, "PAYMENT_PROCESSOR_FEE", to, processor, -share_of(made, gross, 4));
  if (one_in(5)) add(made, "PLATFORM_TIP_DEBT", host, processor, share_of(made, gross, 12));
  if (one_in(4)) taxed(made, main, false);
}

void RandomPlatform::old_contribution(ledger::Instant at) {
  Event made = event(at);
  const Key to = any_collective();
  const Key from = any_person();
  made.service = "STRIPE";
  made.order = new_order(ledger::no_key);
  const std::int64_t gross = between(100, 30'000) * made.unit;
  const std::size_t main = add(made, one_in(4) ? "" : "CONTRIBUTION", to, from, gross);
  ledger::Transaction& row = rows_[main].row;
  row.platform_fee = -share_of(made, gross, 5);
  row.host_fee = one_in(3) ? 0 : -share_of(made, gross, 10);
  row.processor_fee = -share_of(made, gross, 3);
  const std::int64_t fees = row.platform_fee + row.host_fee + row.processor_fee;
  row.host_net_amount += fees;
  row.net_amount += fees;
  if (one_in(3)) taxed(made, main, true);
  const std::int64_t net = rows_[main].row.host_net_amount;
  const std::size_t mirror = add(made, "CONTRIBUTION", from, to, -net);
  rows_[mirror].row.host = host;  // as in 2016: the payer bears the host, and is outside
}

void RandomPlatform::added_funds(ledger::Instant at) {
  Event made = event(at);
  const Key to = any_collective();
  const std::int64_t day = at.ms / ledger::ms_per_day - between(0, 20);
  made.cleared = ledger::Instant{day * ledger::ms_per_day};
  made.order = new_order(one_in(2) ? between(0, 3) : ledger::no_key);
  const std::int64_t gross = between(1, 90'000) * made.unit;
  const Key from = any_person();
  add(made, "ADDED_FUNDS", to, from, gross);
  add(made, "ADDED_FUNDS", from, to, -gross);
  host_fee(made, to, gross);
}

void RandomPlatform::expense(ledger::Instant at) {
  static const std::array<const char*, 4> types{"INVOICE", "RECEIPT", "GRANT", "SETTLEMENT"};
  Event made = event(at);
  const Key payer = one_in(6) ? host : any_collective();
  Key payee = one_in(10) ? any_collective() : any_person();
  if (payee == payer) payee = any_person();
  const std::int64_t gross = between(1, 60'000) * made.unit;
  ledger::Expense& made_of = expenses_.emplace_back();
  made_of.public_id = fmt::format("ex_{}", expenses_.size());
  made_of.platform_id = made_of.public_id;
  made_of.type = types[static_cast<std::size_t>(between(0, 3))];
  made_of.status = "PAID";
  made_of.description = "Costs";
  made_of.amount = {gross, made.currency};
  made_of.created_at = at;
  made_of.account = payer;
  made_of.payee = payee;
  made_of.category = one_in(3) ? ledger::no_key : between(0, 3);
  made_of.fees_payer = one_in(4) ? "PAYEE" : "COLLECTIVE";
  made_of.items.push_back({made_of.public_id + "-1", made_of.amount, "", "Item", at, ""});
  const bool has_tax = one_in(3);
  if (has_tax) made_of.taxes.push_back({"VAT", one_in(2) ? "0.21" : "0.06", ""});
  dirty_expenses_.insert(expenses_.size() - 1);
  made.expense = made_of.public_id;
  made.service = one_in(2) ? "PAYPAL" : "WISE";
  const std::size_t main = add(made, "EXPENSE", payer, payee, -gross);
  if (has_tax) {
    rows_[main].row.tax_type = "VAT";
    rows_[main].row.tax_rate = expenses_.back().taxes.front().rate;
  }
  add(made, "EXPENSE", payee, payer, gross);
  if (one_in(3)) {
    ledger::Transaction& row = rows_[main].row;  // as before 2021: the fee within the row
    row.processor_fee = -share_of(made, gross, 2);
    row.host_net_amount += row.processor_fee;
    row.net_amount += row.processor_fee;
  } else if (one_in(2)) {
    add(made, "PAYMENT_PROCESSOR_FEE", payer, processor, -share_of(made, gross, 2));
  }
}

void RandomPlatform::transfer(ledger::Instant at) {
  const Event made = event(at);
  const Key from = any_collective();
  const Key to = one_in(5) ? outsider : any_collective();
  if (from == to) return;
  const std::int64_t amount = between(1, 50'000) * made.unit;
  add(made, "BALANCE_TRANSFER", from, to, -amount);
  add(made, "BALANCE_TRANSFER", to, from, amount);
}

void RandomPlatform::oddity(ledger::Instant at) {
  Event made = event(at);
  switch (between(0, 2)) {
    case 0:  // a kind of the future
      add(made, "BOUNTY", any_collective(), any_person(), between(1, 5000) * made.unit);
      return;
    case 1:  // a row without a group
      made.group.clear();
      add(made, "ADDED_FUNDS", any_collective(), any_person(), between(1, 5000) * made.unit);
      return;
    default:
      add(made, "CONTRIBUTION", any_collective(), any_person(), 0);
  }
}

}  // namespace bursar::property
