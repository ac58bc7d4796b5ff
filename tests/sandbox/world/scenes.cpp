#include "world/scenes.hpp"

#include <algorithm>

#include "world/contributions.hpp"
#include "world/expenses.hpp"
#include "world/refunds.hpp"

namespace bursar::sandbox {
namespace {

Contribution gift(Stage& stage, AccountId to, std::int64_t amount, Micros at) {
  Contribution plan;
  plan.to = to;
  plan.from = stage.random.pick(stage.cast().contributors);
  plan.amount = amount;
  plan.at = at;
  return plan;
}

/// Very old rows: no kind, the host on both sides, dates without a time (F 5.5, 6 B4).
void rows_without_kind(Stage& stage, Micros at) {
  World& world = stage.world;
  for (int i = 0; i < 3; ++i) {
    Entry entry;
    entry.account = stage.cast().legacy_collective;
    entry.opposite = stage.random.pick(stage.cast().contributors);
    entry.amount = -20'000 - i * 1'337;
    entry.created = at + i * kDay;
    entry.mirror = MirrorHost::Same;
    entry.group = world.ledger.new_group();
    entry.description = world.texts.intern("Homepage design");
    book(world, entry);
  }
}

void prepaid_budget(Stage& stage, Micros at) {
  World& world = stage.world;
  Entry entry;
  entry.kind = Kind::PrepaidPaymentMethod;
  entry.account = stage.cast().demo_collective;
  entry.opposite = stage.cast().contributors[4];
  entry.amount = -50'000;
  entry.created = entry.cleared = at;
  entry.group = world.ledger.new_group();
  entry.payment_method = stage.cast().prepaid;
  entry.description = world.texts.intern("Prepaid budget");
  book(world, entry);
}

void platform_fee(Stage& stage, Micros at) {
  World& world = stage.world;
  Entry entry;
  entry.kind = Kind::PlatformFee;
  entry.account = stage.cast().demo_collective;
  entry.opposite = stage.cast().platform;
  entry.amount = -250;
  entry.created = entry.cleared = at;
  entry.group = world.ledger.new_group();
  entry.description = world.texts.intern("Platform fee");
  book(world, entry);
}

/// Two host currencies in one account: first a EUR host, then a USD host.
void change_of_host(Stage& stage, Micros at) {
  for (int i = 0; i < 3; ++i) {
    Contribution old_days = gift(stage, stage.cast().wandering_collective, 2'500 + i * 111, at);
    old_days.at += i * kDay;
    old_days.host = stage.cast().association;
    contribute(stage, old_days);
  }
  contribute(stage, gift(stage, stage.cast().wandering_collective, 4'200, at + 400 * kDay));
}

void in_row_tax(Stage& stage, Micros at) {
  Contribution plan = gift(stage, stage.cast().repair_cafe, 5'000, at);
  plan.tax_rate = 21'000;
  contribute(stage, plan);
}

/// EUR 10.00 with 21 %: the platform takes 1.74, net x rate would be 1.73 (accounting case 6).
void ten_euros_with_vat(Stage& stage, Micros at) {
  Contribution plan = gift(stage, stage.cast().repair_cafe, 1'000, at);
  plan.tax_rate = 21'000;
  contribute(stage, plan);
  plan.from = stage.cast().incognito;
  plan.amount = 12'345;
  plan.at = at + kHour;
  contribute(stage, plan);
}

/// Expenses with tax: the TAX pair lies between payee and tax vendor (F 5.5.1).
void expenses_with_tax(Stage& stage, Micros at) {
  ExpensePlan plan;
  plan.account = stage.cast().repair_cafe;
  for (const std::uint32_t rate : {6'000U, 21'000U, 5'500U}) {
    plan.payee = stage.random.pick(stage.cast().contributors);
    plan.tax_rate = rate;
    plan.at = at;
    const ExpenseId id = create_expense(stage, plan);
    if (rate == 5'500) continue;  // stays pending
    move_to(stage.world, id, ExpenseStatus::Approved, stage.cast().admin, at + kHour);
    pay_expense(stage, id, at + kDay);
  }
}

/// Added funds, edited: original, EDIT reversal without clearedAt, fresh group with the old one.
void edited_funds(Stage& stage, Micros at) {
  const AccountId to = stage.cast().demo_collective;
  const Micros effective = floor_to(at, kDay);
  const GroupNumber first =
      add_funds(stage, to, stage.cast().contributors[4], 20'935, at, effective);
  const Micros edited = at + 25 * kDay;
  refund(stage.world, {first, RefundKind::Edit, edited, kNever, false});
  add_funds(stage, to, stage.cast().contributors[4], 29'035, edited + 5 * kMillisecond, effective);
}

void hosts_own_funds(Stage& stage, Micros at) {
  add_funds(stage, stage.cast().demo_collective, stage.cast().demo_host, 100'000, at,
            floor_to(at, kDay));
  add_funds(stage, stage.cast().association, stage.cast().contributors[0], 7'500, at + kHour,
            kNever);
}

void settlement(Stage& stage, Micros at) {
  ExpensePlan plan;
  plan.account = stage.cast().demo_host;
  plan.payee = stage.cast().platform;
  plan.type = ExpenseType::Settlement;
  plan.amount = 1'351;
  plan.at = at;
  const ExpenseId paid = create_expense(stage, plan);
  stage.world.expenses[paid].description = stage.world.texts.intern("Platform settlement");
  pay_expense(stage, paid, at + 9 * kDay);
  plan.type = ExpenseType::PlatformBilling;
  plan.at = at + 31 * kDay;
  create_expense(stage, plan);
}

void refunds_of_every_kind(Stage& stage, Micros at) {
  const AccountId to = stage.cast().demo_collective;
  Micros time = at;
  for (const RefundKind kind : {RefundKind::Refund, RefundKind::Reject, RefundKind::Duplicate}) {
    Contribution plan = gift(stage, to, 19'500, time);
    plan.tip = 1'000;
    const GroupNumber group = contribute(stage, plan);
    refund(stage.world, {group, kind, time + 10 * kDay, time + 10 * kDay, true});
    time += kDay;
  }
  // The processor gave its fee back: a fee row CREDIT, linked (accounting case 3).
  const GroupNumber group = contribute(stage, gift(stage, to, 14'000, time));
  refund(stage.world, {group, RefundKind::Refund, time + 2 * kDay, time + 2 * kDay, false});
}

void dispute(Stage& stage, Micros at) {
  World& world = stage.world;
  const GroupNumber lost = contribute(stage, gift(stage, stage.cast().demo_collective, 6'600, at));
  flag_group(world, lost, true, false);
  refund(world, {lost, RefundKind::Dispute, at + 20 * kDay, at + 20 * kDay, true});
  Entry fee;
  fee.kind = Kind::PaymentProcessorDisputeFee;
  fee.account = stage.cast().demo_host;
  fee.opposite = stage.cast().stripe;
  fee.amount = -1'500;
  fee.created = fee.cleared = at + 20 * kDay;
  fee.group = world.ledger.groups();
  fee.refund_kind = RefundKind::Dispute;
  fee.description = world.texts.intern("Stripe Transaction Dispute Fee");
  book(world, fee);
  const GroupNumber open =
      contribute(stage, gift(stage, stage.cast().demo_collective, 3'300, at + kDay));
  flag_group(world, open, true, false);
  const GroupNumber review =
      contribute(stage, gift(stage, stage.cast().demo_collective, 4'400, at + 2 * kDay));
  flag_group(world, review, false, true);
}

/// A yen amount whose net, recomputed through dollars, is one yen off (accounting case 10).
void one_yen_off(Stage& stage, Micros at) {
  const double rate = fx_rate(Currency::JPY, Currency::USD, at);
  std::int64_t amount = 1'250'000;
  while (true) {
    const auto dollars =
        static_cast<double>(platform_round(static_cast<double>(amount) * rate, Currency::USD));
    if (platform_round(dollars / rate, Currency::JPY) != amount) break;
    amount += 100;
  }
  contribute(stage, gift(stage, stage.cast().yen_collective, amount, at));
}

void paid_unpaid_paid(Stage& stage, Micros at) {
  World& world = stage.world;
  ExpensePlan plan;
  plan.account = stage.cast().demo_collective;
  plan.payee = stage.cast().contributors[1];  // by bank: Wise takes a fee
  plan.amount = 46'000;
  plan.at = at;
  const ExpenseId id = create_expense(stage, plan);
  const GroupNumber group = pay_expense(stage, id, at + kDay);
  refund(world, {group, RefundKind::Refund, at + 2 * kDay, kNever, true});
  world.expenses[id].status = ExpenseStatus::Approved;
  note_expense(world, id, ActivityType::ExpenseMarkedAsUnpaid, stage.cast().admin, at + 2 * kDay);
  pay_expense(stage, id, at + 3 * kDay);
}

void private_money(Stage& stage, Micros at) {
  for (int i = 0; i < 2; ++i) {
    contribute(stage, gift(stage, stage.cast().private_collective, 8'000, at + i * kDay));
  }
}

/// The new platform-tips ledger: tips on a child of the host, swept as APPLICATION_FEE (F 5.5.3).
void swept_tips(Stage& stage, Micros at) {
  for (int i = 0; i < 2; ++i) {
    Contribution plan = gift(stage, stage.cast().demo_collective, 10'000, at + i * kHour);
    plan.tip = 1'500;
    plan.host_keeps_share = i == 0;
    contribute(stage, plan);
  }
}

/// Every status and type; two dozen with one createdAt, for the missing tie-break (F 12.9).
void expenses_of_every_shape(Stage& stage, Micros at) {
  ExpensePlan plan;
  plan.account = stage.cast().demo_collective;
  plan.at = at;
  for (int i = 0; i < 26; ++i) {
    plan.payee =
        stage.cast().contributors[static_cast<std::size_t>(i) % stage.cast().contributors.size()];
    plan.type = static_cast<ExpenseType>(i % 6);
    const ExpenseId id = create_expense(stage, plan);
    if (i % 5 == 1) set_item_currency(stage.world, id, Currency::GBP, 1.2734);
    const auto status = static_cast<ExpenseStatus>(i % 13);
    if (status == ExpenseStatus::Paid) {
      pay_expense(stage, id, at + kDay);
    } else {
      move_to(stage.world, id, status, stage.cast().admin, at + kHour);
    }
    if (i == 4 || i == 17) {
      stage.world.expenses[id].on_hold = true;
      note_expense(stage.world, id, ActivityType::ExpensePutOnHold, stage.cast().admin,
                   at + 2 * kHour);
    }
    if (status == ExpenseStatus::Draft) {
      stage.world.expenses[id].requested_by = stage.cast().collective_admin;
    }
  }
  plan.type = ExpenseType::Receipt;
  plan.currency_of_account = false;
  plan.currency = Currency::INR;
  plan.at = at + kHour;
  pay_expense(stage, create_expense(stage, plan), at + 2 * kDay);
}

void vendor_and_transfer(Stage& stage, Micros at) {
  ExpensePlan plan;
  plan.account = stage.cast().demo_project;
  plan.payee = stage.cast().shop;
  plan.at = at;
  pay_expense(stage, create_expense(stage, plan), at + kDay);
  transfer_balance(stage, stage.cast().demo_project, stage.cast().demo_collective, 3'500,
                   at + 2 * kDay);
}

/// A failed card charge rolled back: the rows were there for seconds (F 5.8.1).
void rolled_back(Stage& stage, Micros at) {
  const GroupNumber group = contribute(stage, gift(stage, stage.cast().demo_collective, 2'000, at));
  for (const RowNumber number : stage.world.ledger.of_group(group)) {
    stage.world.ledger.edit(number).deleted = true;
  }
}

/// Created by SQL: several rows within one millisecond, told apart by microseconds (F 10.1).
void within_a_millisecond(Stage& stage, Micros at) {
  for (int i = 0; i < 5; ++i) {
    Contribution plan = gift(stage, stage.cast().demo_collective, 1'000 + i, at + 100 * i + 7);
    plan.same_instant = true;
    plan.cleared = kNever;
    contribute(stage, plan);
  }
}

}  // namespace

std::vector<Scene> all_scenes() {
  std::vector<Scene> scenes{
      {from_civil(2015, 1, 23) + 5 * kHour, rows_without_kind},
      {from_civil(2018, 5, 4), prepaid_budget},
      {from_civil(2019, 1, 4) + 23 * kHour + 53 * kMinute, in_row_tax},
      {from_civil(2019, 2, 1), platform_fee},
      {from_civil(2019, 6, 1), change_of_host},
      {from_civil(2022, 5, 2), vendor_and_transfer},
      {from_civil(2022, 8, 2), one_yen_off},
      {from_civil(2023, 6, 1), private_money},
      {from_civil(2024, 2, 3), ten_euros_with_vat},
      {from_civil(2024, 3, 5), expenses_with_tax},
      {from_civil(2024, 11, 7) + 15 * kHour, edited_funds},
      {from_civil(2025, 1, 15), hosts_own_funds},
      {from_civil(2025, 3, 1), settlement},
      {from_civil(2025, 4, 1), refunds_of_every_kind},
      {from_civil(2025, 6, 1), dispute},
      {from_civil(2025, 8, 1), paid_unpaid_paid},
      {from_civil(2025, 10, 1), rolled_back},
      {from_civil(2026, 1, 22) + 3 * kHour, within_a_millisecond},
      {from_civil(2026, 6, 1), swept_tips},
      {from_civil(2026, 9, 1), expenses_of_every_shape},
  };
  return scenes;
}

}  // namespace bursar::sandbox
