// What becomes of the imagined platform's rows after they were read for the first time.
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "platform_event.hpp"
#include "random_platform.hpp"

namespace bursar::property {

using ledger::Key;
using ledger::Transaction;

namespace {

// Whatever ids, dates and group they have.
bool is_same_event(const Transaction& a, const Transaction& b) {
  const auto fields = [](const Transaction& row) {
    return std::tie(row.account, row.opposite_account, row.host, row.order, row.expense, row.kind,
                    row.direction, row.currency, row.amount, row.net_amount, row.tax_amount,
                    row.host_currency, row.host_amount, row.host_net_amount, row.platform_fee,
                    row.host_fee, row.processor_fee, row.is_refund);
  };
  return fields(a) == fields(b);
}

}  // namespace

void RandomPlatform::changes(ledger::Instant from, ledger::Instant to) {
  const std::int64_t count = between(0, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    ++changes_;
    const ledger::Instant at{between(from.ms, to.ms - 1)};
    switch (between(0, 14)) {
      case 0:
      case 1:
        refund(at, "REFUND");
        break;
      case 2:
        refund(at, "EDIT");
        break;
      case 3:
        late_row(at);
        break;
      case 4:
        split_fee();
        break;
      case 5:
        edit_amount();
        break;
      case 6:
        clear_again();
        break;
      case 7:
        vanish();
        break;
      case 8:
        come_back();
        break;
      case 9:
        change_account();
        break;
      case 10:
        leave_or_return();
        break;
      case 11:
        recategorise();
        break;
      case 12:
        edit_expense();
        break;
      case 13:
        rename();
        break;
      // Found by a backfill: a whole event of some day long ago.
      default:
        happens({at.ms - between(1, 100) * ledger::ms_per_day});
        break;
    }
  }
  if (moves_accounts_ && one_in(30)) reparent();
  if (one_in(6)) insert_again({between(from.ms, to.ms - 1)});
  if (one_in(12)) undo_insertion();
}

void RandomPlatform::refund(ledger::Instant at, const std::string& kind) {
  const std::size_t any = any_row();
  if (!rows_[any].exists || rows_[any].row.is_refund || rows_[any].row.is_refunded) return;
  const std::vector<std::size_t> group = group_of(any);
  const std::string fresh = uuid();
  const std::string again = uuid();
  for (const std::size_t index : group) {
    Transaction row = rows_[index].row;
    row.id = uuid();
    row.group = fresh;
    row.created_at = at;
    row.cleared_at.reset();
    row.is_refund = true;
    row.refund_kind = kind;
    row.refund_transaction = rows_[index].row.id;
    row.direction = row.direction == ledger::Direction::credit ? ledger::Direction::debit
                                                               : ledger::Direction::credit;
    for (std::int64_t* amount :
         {&row.amount, &row.net_amount, &row.tax_amount, &row.host_amount, &row.host_net_amount,
          &row.platform_fee, &row.host_fee, &row.processor_fee}) {
      *amount = -*amount;
    }
    row.legacy_id = static_cast<std::int64_t>(rows_.size()) + 1;
    rows_[index].row.is_refunded = true;
    rows_[index].row.refund_kind = kind;
    rows_[index].row.refund_transaction = row.id;
    touch(index);
    touch(rows_.size());
    rows_.push_back({row, true});
    if (kind != "EDIT") continue;
    Transaction edited = rows_[index].row;  // written once more, on the original's day
    edited.id = uuid();
    edited.group = again;
    edited.created_at = at;
    edited.is_refunded = false;
    edited.refund_kind.clear();
    edited.refund_transaction.clear();
    edited.cleared_at = rows_[index].row.cleared_at.value_or(rows_[index].row.created_at);
    edited.legacy_id = static_cast<std::int64_t>(rows_.size()) + 1;
    touch(rows_.size());
    rows_.push_back({edited, true});
  }
}

void RandomPlatform::late_row(ledger::Instant at) {
  const Transaction of = rows_[any_row()].row;
  if (of.group.empty()) return;
  Event made = event(one_in(2) ? at : of.created_at);
  made.group = of.group;
  made.currency = of.host_currency;
  made.unit = made.currency.minor_digits() == 0 ? 100 : 1;
  const Key account = of.account >= first_person ? any_collective() : of.account;
  add(made, "PAYMENT_PROCESSOR_FEE", account, processor, -between(1, 500) * made.unit);
}

// An operator's script takes a fee out of its row and gives it one of its own, dated back.
void RandomPlatform::split_fee() {
  for (int tries = 0; tries < 20; ++tries) {
    const std::size_t index = any_row();
    if (!rows_[index].exists || rows_[index].row.processor_fee == 0) continue;
    Transaction& row = rows_[index].row;
    const std::int64_t fee = row.processor_fee;
    row.processor_fee = 0;
    row.host_net_amount -= fee;
    row.net_amount -= fee;
    touch(index);
    Event made = event(row.created_at);
    made.group = row.group;
    made.currency = row.host_currency;
    made.cleared = row.cleared_at;
    const std::size_t split =
        add(made, "PAYMENT_PROCESSOR_FEE", rows_[index].row.account, processor, fee);
    rows_[split].row.is_refund = rows_[index].row.is_refund;
    return;
  }
}

void RandomPlatform::edit_amount() {
  const std::size_t index = any_row();
  if (!rows_[index].exists) return;
  Transaction& row = rows_[index].row;
  const std::int64_t unit = row.host_currency.minor_digits() == 0 ? 100 : 1;
  const std::int64_t more = row.host_amount < 0 ? -between(1, 900) : between(1, 900);
  row.host_amount += more * unit;
  row.host_net_amount += more * unit;
  row.amount += more * unit;
  row.net_amount += more * unit;
  touch(index);
}

void RandomPlatform::clear_again() {
  for (const std::size_t index : group_of(any_row())) {
    Transaction& row = rows_[index].row;
    row.cleared_at = ledger::Instant{row.created_at.ms - between(0, 40) * ledger::ms_per_day};
    touch(index);
  }
}

void RandomPlatform::vanish() {
  const std::size_t any = any_row();
  if (!rows_[any].exists) return;
  for (const std::size_t index : group_of(any)) {
    if (index != any && one_in(2)) continue;
    rows_[index].exists = false;
    touch(index);
  }
}

void RandomPlatform::come_back() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].exists || missing_rows_.contains(i) || !one_in(3)) continue;
    rows_[i].exists = true;
    rows_[i].replaced_by.reset();
    touch(i);
  }
}

// A script deletes a row and inserts it again under another id, perhaps as of another day and in a
// group of its own. The last thing in a night, so that it is read as it was.
void RandomPlatform::insert_again(ledger::Instant at) {
  const std::size_t index = any_row();
  if (!rows_[index].exists || dirty_rows_.contains(index)) return;
  rows_[index].exists = false;
  missing_rows_.insert(index);
  Transaction again = rows_[index].row;
  again.id = uuid();
  again.legacy_id = static_cast<std::int64_t>(rows_.size()) + 1;
  again.public_id = fmt::format("tx_{}", again.legacy_id);
  if (one_in(2)) again.created_at = at;
  if (one_in(3)) again.group = uuid();
  touch(rows_.size());
  rows_[index].replaced_by = rows_.size();
  rows_[index].replaced_in = night_;
  rows_.push_back({again, true});
}

// It deletes the one that it inserted and restores the one that it had deleted: the night after, or
// when the books have long had the one in place of the other.
void RandomPlatform::undo_insertion() {
  constexpr int long_ago = 20;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    PlatformRow& old = rows_[i];
    if (old.exists || !old.replaced_by || dirty_rows_.contains(i)) continue;
    const std::size_t other = *old.replaced_by;
    PlatformRow& again = rows_[other];
    const int nights = night_ - old.replaced_in;
    if (nights == 0 || (nights > 1 && nights < long_ago) || !is_same_event(old.row, again.row) ||
        !again.exists || again.replaced_by || dirty_rows_.contains(other)) {
      continue;
    }
    again.exists = false;
    again.replaced_by = i;
    again.replaced_in = night_;
    missing_rows_.insert(other);
    old.exists = true;
    old.replaced_by.reset();
    touch(i);
    return;
  }
}

// Two profiles are merged: rows of one event now say another account, on both sides.
void RandomPlatform::change_account() {
  const std::size_t any = any_row();
  const Key from = rows_[any].row.account;
  const Key to = any_collective();
  if (from >= first_person || from == host || from == outsider) return;
  for (const std::size_t index : group_of(any)) {
    Transaction& row = rows_[index].row;
    if (row.account == to || row.opposite_account == to) return;
  }
  for (const std::size_t index : group_of(any)) {
    Transaction& row = rows_[index].row;
    if (row.account == from) row.account = to;
    if (row.opposite_account == from) row.opposite_account = to;
    touch(index);
  }
}

void RandomPlatform::leave_or_return() {
  const std::size_t index = any_row();
  Transaction& row = rows_[index].row;
  if (!rows_[index].exists || row.account >= outsider) return;
  row.host = row.host == host ? ledger::no_key : host;
  touch(index);
}

void RandomPlatform::recategorise() {
  if (one_in(2) && !expenses_.empty()) {
    const auto index =
        static_cast<std::size_t>(between(0, static_cast<std::int64_t>(expenses_.size()) - 1));
    expenses_[index].category = between(0, 3);
    dirty_expenses_.insert(index);
  } else if (!orders_.empty()) {
    const auto index =
        static_cast<std::size_t>(between(0, static_cast<std::int64_t>(orders_.size()) - 1));
    orders_[index].category = between(0, 3);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].row.order == static_cast<Key>(index) && rows_[i].exists) touch(i);
    }
  }
}

void RandomPlatform::edit_expense() {
  if (expenses_.empty()) return;
  const auto index =
      static_cast<std::size_t>(between(0, static_cast<std::int64_t>(expenses_.size()) - 1));
  ledger::Expense& expense = expenses_[index];
  switch (between(0, 2)) {
    case 0:
      expense.type = one_in(2) ? "INVOICE" : "GRANT";
      break;
    case 1:
      expense.fees_payer = expense.fees_payer == "PAYEE" ? "COLLECTIVE" : "PAYEE";
      break;
    default:
      expense.description = fmt::format("Costs, as told the {}th time", ++names_);
  }
  dirty_expenses_.insert(index);
}

void RandomPlatform::rename() {
  ++names_;
  accounts_changed_ = true;
  if (one_in(4)) {
    categories_[static_cast<std::size_t>(between(0, 3))].name = fmt::format("Category {}", names_);
    return;
  }
  ledger::Account& account = accounts_[static_cast<std::size_t>(between(0, outsider))];
  account.name = fmt::format("Name {}", names_);
  if (!one_in(2)) return;
  // Sometimes another takes a slug that was just left.
  ledger::Account& other = accounts_[static_cast<std::size_t>(between(1, outsider))];
  const std::string left = account.slug;
  account.slug = fmt::format("slug-{}", names_);
  if (&other != &account && one_in(3)) other.slug = left;
}

// The project leaves the collective, or comes back to it.
void RandomPlatform::reparent() {
  std::string& parent = accounts_[static_cast<std::size_t>(project)].parent;
  parent = parent.empty() ? "acc_river" : "";
  accounts_changed_ = true;
  ++changes_;
}

}  // namespace bursar::property
