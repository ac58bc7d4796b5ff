#include "world/changes.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "world/booking.hpp"
#include "world/contributions.hpp"
#include "world/expenses.hpp"

namespace bursar::sandbox {
namespace {

std::int32_t narrow(std::int64_t cents) {
  return static_cast<std::int32_t>(cents);
}

void note(World& world, ActivityType type, AccountId account, OrderId order, Micros at) {
  Activity activity;
  activity.type = type;
  activity.created = at;
  activity.account = account;
  activity.host = world.accounts[account].host;
  activity.user = world.cast.admin;
  activity.order = order;
  world.activities.add(activity);
  world.touch();
}

/// The row on the other side of a pair (F 5.2.1); 0 when there is none.
RowNumber mirror_of(const World& world, RowNumber number) {
  const TransactionRow& row = world.ledger[number];
  for (const RowNumber other : world.ledger.of_group(row.group)) {
    const TransactionRow& candidate = world.ledger[other];
    const bool mirrors = other != number && candidate.kind == row.kind &&
                         candidate.credit != row.credit && candidate.account == row.opposite &&
                         candidate.opposite == row.account;
    if (mirrors) return other;
  }
  return 0;
}

void write_columns(TransactionRow& row, const Amendment& what) {
  const auto write = [](std::int32_t& column, const std::optional<std::int64_t>& value) {
    if (value) column = narrow(*value);
  };
  row.host_currency = what.host_currency.value_or(row.host_currency);
  if (!what.changes_figures()) return;
  write(row.amount, what.amount);
  write(row.platform_fee, what.platform_fee);
  write(row.host_fee, what.host_fee);
  write(row.processor_fee, what.processor_fee);
  write(row.tax, what.tax);
  row.fx = what.fx.value_or(row.fx);
  if (what.amount || what.fx) settle(row);
  write(row.host_amount, what.host_amount);
  settle_net(row);
}

/// Fees and rate stand on both sides where these have one host currency; the rest is mirrored
/// (F 5.2.3).
void write_mirror(TransactionRow& mirror, const TransactionRow& row, const Amendment& what,
                  bool same_currency) {
  if (same_currency) {
    Amendment shared = what;
    shared.amount = shared.host_amount = std::nullopt;
    write_columns(mirror, shared);
  }
  if (!what.changes_figures()) return;
  mirror.amount = -row.net;
  mirror.net = -row.amount;
  mirror.host_amount =
      mirror.host_currency == row.host_currency
          ? narrow(-net_in_host_currency(row))
          : narrow(platform_round(mirror.amount * mirror.fx, mirror.host_currency));
}

std::vector<RowNumber> rows_after(const World& world, RowNumber before) {
  std::vector<RowNumber> rows;
  for (RowNumber row = before + 1; row <= world.ledger.size(); ++row) rows.push_back(row);
  return rows;
}

}  // namespace

std::vector<RowNumber> insert_transactions(World& world, const NewMoney& money) {
  Stage stage{world, Random(money.seed)};
  const RowNumber before = world.ledger.size();
  Micros at = money.at.value_or(world.now);
  while (world.ledger.size() < before + money.rows) {
    const std::int64_t amount = stage.random.between(10, 500) * 100;
    const AccountId contributor = stage.random.pick(world.cast.contributors);
    const AccountId from = money.from != 0 ? money.from : contributor;
    if (money.added_funds) {
      add_funds(stage, money.account, from, amount, at, floor_to(at, kDay));
    } else {
      Contribution plan;
      plan.to = money.account;
      plan.from = from;
      plan.amount = zero_decimal(world.accounts[money.account].currency) ? amount * 100 : amount;
      plan.at = at;
      contribute(stage, plan);
    }
    at += kSecond;
  }
  return rows_after(world, before);
}

GroupNumber edit_added_funds(World& world, GroupNumber group, std::int64_t new_amount, Micros at) {
  for (const RowNumber number : world.ledger.of_group(group)) {
    const TransactionRow original = world.ledger[number];
    if (original.kind != Kind::AddedFunds || !original.credit) continue;
    refund(world, {group, RefundKind::Edit, at, kNever, false});
    Stage stage{world, Random(group)};
    const GroupNumber fresh = add_funds(stage, original.account, original.opposite, new_amount,
                                        at + kMillisecond, original.cleared);
    note(world, ActivityType::AddedFundsEdited, original.account, original.order, at);
    return fresh;
  }
  throw std::invalid_argument("the group holds no added funds");
}

void amend(World& world, RowNumber number, const Amendment& what) {
  const RowNumber other = what.alone ? 0 : mirror_of(world, number);
  TransactionRow& row = world.ledger.edit(number);
  const Currency before = row.host_currency;
  write_columns(row, what);
  if (other != 0) {
    TransactionRow& mirror = world.ledger.edit(other);
    write_mirror(mirror, row, what, mirror.host_currency == before);
  }
  if (!what.created) return;
  world.ledger.redate(number, *what.created);
  if (other != 0) world.ledger.redate(other, *what.created);
}

void amend_amount(World& world, RowNumber row, std::int64_t amount, bool alone) {
  Amendment what;
  what.amount = amount;
  what.alone = alone;
  amend(world, row, what);
}

void set_flags(World& world, GroupNumber group, bool disputed, bool in_review, Micros at) {
  const auto& rows = world.ledger.of_group(group);
  const TransactionRow before = world.ledger[rows.front()];
  flag_group(world, group, disputed, in_review);
  if (before.order == 0) return;
  const AccountId account = world.orders[before.order].to;
  if (before.disputed != disputed) {
    note(world, disputed ? ActivityType::OrderDisputeCreated : ActivityType::OrderDisputeClosed,
         account, before.order, at);
  }
  if (before.in_review != in_review) {
    note(world, in_review ? ActivityType::OrderReviewOpened : ActivityType::OrderReviewClosed,
         account, before.order, at);
  }
}

std::vector<RowNumber> back_fill_cleared(World& world, AccountId account, Micros offset) {
  std::vector<RowNumber> changed;
  for (const RowNumber number : world.ledger.of_account(account)) {
    if (world.ledger[number].cleared != kNever) continue;
    TransactionRow& row = world.ledger.edit(number);
    row.cleared = row.created + offset;
    changed.push_back(number);
  }
  return changed;
}

std::vector<RowNumber> split_fees(World& world, RowNumber number) {
  const TransactionRow original = world.ledger[number];
  if (!original.credit || original.kind != Kind::Contribution) {
    throw std::invalid_argument("only the CREDIT side of a contribution can be split");
  }
  const RowNumber before = world.ledger.size();
  const auto fee_row = [&](Kind kind, AccountId receiver, std::int64_t amount, const char* text) {
    if (amount == 0) return;
    Entry entry;
    entry.kind = kind;
    entry.account = original.account;
    entry.opposite = receiver;
    entry.host = original.host;
    entry.amount = amount;
    entry.currency = original.currency;
    entry.created = original.created;
    entry.cleared = original.cleared;
    entry.group = original.group;
    entry.order = original.order;
    entry.expense = original.expense;
    entry.tax_info = kind == Kind::Tax ? original.tax_info : std::uint8_t{0};
    entry.description = world.texts.intern(text);
    const Booked booked = book(world, entry);
    if (kind != Kind::PaymentProcessorFee) return;
    // To the cent what the row said, not what the rate would make of it.
    world.ledger.edit(booked.primary).host_amount = original.processor_fee;
    world.ledger.edit(booked.mirror).host_amount = -original.processor_fee;
  };
  const auto in_currency = platform_round(original.processor_fee / original.fx, original.currency);
  fee_row(Kind::PaymentProcessorFee, world.cast.stripe, in_currency, "Payment processor fee");
  fee_row(Kind::Tax, world.cast.vat, original.tax, "VAT");
  const auto strip = [&](RowNumber side) {
    TransactionRow& row = world.ledger.edit(side);
    row.processor_fee = 0;
    row.tax = 0;
  };
  strip(number);
  TransactionRow& row = world.ledger.edit(number);
  settle(row);
  if (const RowNumber other = mirror_of(world, number); other != 0) {
    strip(other);
    TransactionRow& mirror = world.ledger.edit(other);
    mirror.amount = -row.net;
    mirror.net = -row.amount;
    mirror.host_amount = narrow(-net_in_host_currency(row));
  }
  return rows_after(world, before);
}

void delete_row(World& world, RowNumber row) {
  world.ledger.remove(row);
}
void restore_row(World& world, RowNumber row) {
  world.ledger.restore(row);
}

RowNumber reinsert_row(World& world, RowNumber row, const Reinsertion& how) {
  TransactionRow copy = world.ledger[row];
  if (copy.deleted) throw std::invalid_argument("the row is deleted");
  copy.created = how.at.value_or(copy.created);
  if (how.own_group) copy.group = world.ledger.new_group();
  world.ledger.remove(row);
  const RowNumber again = world.ledger.append(copy);
  if (copy.refund != 0) world.ledger.edit(copy.refund).refund = again;
  return again;
}

void move_row(World& world, RowNumber row, AccountId account, AccountId host) {
  world.ledger.reassign(row, account, world.ledger[row].opposite, host);
}

std::vector<RowNumber> merge_accounts(World& world, AccountId from, AccountId into) {
  std::vector<RowNumber> moved;
  for (RowNumber number = 1; number <= world.ledger.size(); ++number) {
    const TransactionRow& row = world.ledger[number];
    if (row.account != from && row.opposite != from) continue;
    world.ledger.reassign(number, row.account == from ? into : row.account,
                          row.opposite == from ? into : row.opposite, row.host);
    moved.push_back(number);
  }
  for (ExpenseId id = 1; id <= world.expenses.size(); ++id) {
    Expense& expense = world.expenses[id];
    if (expense.account == from) expense.account = into;
    if (expense.payee == from) expense.payee = into;
    if (expense.created_by == from) expense.created_by = into;
  }
  const Account old = world.accounts[from];
  world.rename_account(from, old.slug + "-merged", old.name);
  world.accounts[from].deleted = true;
  return moved;
}

/// Its unpaid expenses go with it (F 6.5).
void delete_account(World& world, AccountId account) {
  world.accounts[account].deleted = true;
  for (ExpenseId id = 1; id <= world.expenses.size(); ++id) {
    Expense& expense = world.expenses[id];
    const bool stays = expense.status == ExpenseStatus::Paid ||
                       expense.status == ExpenseStatus::Processing ||
                       expense.status == ExpenseStatus::ScheduledForPayment;
    if (expense.account == account && !stays) expense.deleted = true;
  }
}

AccountId add_child(World& world, AccountId parent, AccountType type, const std::string& slug,
                    const std::string& name) {
  const Account& above = world.accounts[parent];
  Account child;
  child.type = type;
  child.slug = slug;
  child.name = name;
  child.currency = above.currency;
  child.parent = parent;
  child.host = above.host;
  child.active = true;
  child.created = child.approved = world.now;
  child.host_fee_percent = above.host_fee_percent;
  return world.add_account(std::move(child));
}

void categorize_expense(World& world, ExpenseId expense, CategoryId category) {
  world.expenses[expense].category = category;  // leaves no activity (F 4.6)
}

void categorize_order(World& world, OrderId order, CategoryId category, Micros at) {
  world.orders[order].category = category;
  world.orders[order].updated = at;
  note(world, ActivityType::OrderUpdated, world.orders[order].to, order, at);
}

void rename_category(World& world, CategoryId category, const std::string& code,
                     const std::string& name, Micros at) {
  world.categories[category].code = code;
  world.categories[category].name = name;
  note(world, ActivityType::AccountingCategoriesEdited, world.categories[category].host, 0, at);
}

/// A category used in paid expenses cannot be removed; other links become null (F 6.14).
void remove_category(World& world, CategoryId category, Micros at) {
  for (ExpenseId id = 1; id <= world.expenses.size(); ++id) {
    Expense& expense = world.expenses[id];
    if (expense.category != category || expense.deleted) continue;
    if (expense.status == ExpenseStatus::Paid) {
      throw std::invalid_argument("the category is used in paid expenses");
    }
    expense.category = 0;
  }
  for (OrderId id = 1; id <= world.orders.size(); ++id) {
    if (world.orders[id].category == category) world.orders[id].category = 0;
  }
  world.categories[category].deleted = true;
  note(world, ActivityType::AccountingCategoriesEdited, world.categories[category].host, 0, at);
}

CategoryId add_category(World& world, AccountId host, const std::string& code,
                        const std::string& name, Micros at) {
  Category category;
  category.host = host;
  category.code = code;
  category.name = category.friendly_name = name;
  category.created = at;
  const CategoryId id = world.categories.add(std::move(category));
  note(world, ActivityType::AccountingCategoriesEdited, host, 0, at);
  return id;
}

ExpenseId add_expense(World& world, AccountId account, std::int64_t amount, std::uint64_t seed,
                      Micros at) {
  Stage stage{world, Random(seed)};
  ExpensePlan plan;
  plan.account = account;
  plan.payee = stage.random.pick(world.cast.contributors);
  plan.amount = amount;
  plan.at = at;
  const ExpenseId id = create_expense(stage, plan);
  world.touch();
  return id;
}

void change_expense(World& world, ExpenseId id, const std::string& transition, Micros at) {
  using Status = ExpenseStatus;
  struct Move {
    std::string_view word;
    Status status;
  };
  constexpr std::array<Move, 9> kMoves{{{"approve", Status::Approved},
                                        {"unapprove", Status::Pending},
                                        {"reject", Status::Rejected},
                                        {"incomplete", Status::Incomplete},
                                        {"schedule", Status::ScheduledForPayment},
                                        {"process", Status::Processing},
                                        {"error", Status::Error},
                                        {"spam", Status::Spam},
                                        {"cancel", Status::Canceled}}};
  Expense& expense = world.expenses[id];
  const AccountId admin = world.cast.admin;
  if (transition == "pay") {
    Stage stage{world, Random(id)};
    pay_expense(stage, id, at);
  } else if (transition == "unpay") {
    const auto groups = world.ledger.expenses().groups(id);
    for (const GroupNumber group : groups) refund_now(world, group, RefundKind::Refund, at);
    expense.status = Status::Approved;  // paidAt stays (F 4.6.6)
    note_expense(world, id, ActivityType::ExpenseMarkedAsUnpaid, admin, at);
  } else if (transition == "delete") {
    expense.deleted = true;  // announced by nothing (F 4.6.4)
  } else if (transition == "hold" || transition == "release") {
    expense.on_hold = transition == "hold";
    note_expense(
        world, id,
        expense.on_hold ? ActivityType::ExpensePutOnHold : ActivityType::ExpenseReleasedFromHold,
        admin, at);
  } else {
    const auto move = std::find_if(kMoves.begin(), kMoves.end(),
                                   [&](const Move& m) { return m.word == transition; });
    if (move == kMoves.end()) throw std::invalid_argument("unknown transition " + transition);
    move_to(world, id, move->status, admin, at);
  }
  world.touch();
}

GroupNumber refund_now(World& world, GroupNumber group, RefundKind kind, Micros at) {
  const Micros cleared = kind == RefundKind::Edit ? kNever : at;
  const GroupNumber fresh = refund(world, {group, kind, at, cleared, true});
  if (fresh == 0) return 0;
  for (const RowNumber number : world.ledger.of_group(group)) {
    const TransactionRow& row = world.ledger[number];
    if (row.order == 0 || kind == RefundKind::Edit) continue;
    world.orders[row.order].status =
        kind == RefundKind::Reject ? OrderStatus::Rejected : OrderStatus::Refunded;
    world.orders[row.order].updated = at;
    note(world,
         kind == RefundKind::Reject ? ActivityType::ContributionRejected
                                    : ActivityType::ContributionRefunded,
         world.orders[row.order].to, row.order, at);
    break;
  }
  return fresh;
}

}  // namespace bursar::sandbox
