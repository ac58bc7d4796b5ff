#include "world/expenses.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "world/texts.hpp"

namespace bursar::sandbox {
namespace {

constexpr std::array<const char*, 5> kTagLists{"", "travel", "travel,été", "design,\"quoted\"",
                                               "it,hosting,2026"};

MethodId payout_of(const Cast& cast, AccountId payee) {
  const auto found = std::find(cast.contributors.begin(), cast.contributors.end(), payee);
  if (found == cast.contributors.end()) return cast.payouts.front();
  return cast.payouts[static_cast<std::size_t>(found - cast.contributors.begin())];
}

CategoryId some_category(Stage& stage, AccountId account) {
  const World& world = stage.world;
  std::vector<CategoryId> candidates;
  for (CategoryId id = 1; id <= world.categories.size(); ++id) {
    const Category& category = world.categories[id];
    const bool fits = category.host == world.accounts[account].host && !category.deleted &&
                      category.kind == CategoryKind::Expense;
    if (fits) candidates.push_back(id);
  }
  if (candidates.empty() || stage.random.chance(25)) return 0;
  return stage.random.pick(candidates);
}

/// Splits the amount over one to five items and returns what they add up to.
std::int64_t add_items(Stage& stage, Expense& expense, std::int64_t amount) {
  World& world = stage.world;
  const std::int64_t unit = zero_decimal(expense.currency) ? 100 : 1;
  const auto count = static_cast<std::int64_t>(1 + stage.random.below(5)) * (amount > 500 ? 1 : 0);
  std::int64_t rest = amount;
  for (std::int64_t i = 0; i < std::max<std::int64_t>(count, 1); ++i) {
    const bool last = i + 1 >= count;
    const std::int64_t part = last ? rest
                                   : static_cast<std::int64_t>(stage.random.below(
                                         static_cast<std::uint64_t>(rest / unit / 2 + 1))) *
                                         unit;
    rest -= part;
    Item item;
    item.amount = static_cast<std::int32_t>(part);
    item.currency = expense.currency;
    item.description = world.texts.intern(stage.random.pick(item_titles()));
    item.incurred = expense.incurred - stage.random.between(0, 5) * kDay;
    item.created = expense.created;
    item.has_file = expense.type == ExpenseType::Receipt || stage.random.chance(50);
    const std::uint32_t number = world.items.add(item);
    if (expense.items++ == 0) expense.first_item = number;
  }
  return amount;
}

void decorate(Stage& stage, Expense& expense) {
  TextPool& texts = stage.world.texts;
  Random& random = stage.random;
  expense.description = texts.intern(random.pick(expense_titles()));
  expense.tags = texts.intern(random.pick(kTagLists));
  if (random.chance(40)) {
    expense.reference = texts.intern("INV-" + std::to_string(random.below(9000) + 1000));
  }
  if (random.chance(10)) expense.long_description = texts.intern("<p>Details &amp; more</p>");
  if (random.chance(10)) expense.private_message = texts.intern("<div>Please pay soon</div>");
  if (random.chance(15))
    expense.invoice_info = texts.intern("VAT BE0000.000.0" + std::to_string(random.below(90) + 10));
  if (random.chance(10)) {
    expense.custom_data = texts.intern("{\"project\":\"P-" + std::to_string(random.below(50)) +
                                       "\",\"nested\":{\"n\":[1,2.5,null]}}");
  }
  if (random.chance(20)) expense.attachments = texts.intern("contract.pdf,scan “1”.png");
  expense.payee_pays_fees = random.chance(8);
  expense.invoice_file = expense.type == ExpenseType::Invoice && random.chance(20);
}

}  // namespace

void note_expense(World& world, ExpenseId id, ActivityType type, AccountId user, Micros at) {
  const Expense& expense = world.expenses[id];
  Activity activity;
  activity.type = type;
  activity.created = at;
  activity.account = expense.account;
  activity.from = expense.payee;
  activity.host = world.accounts[expense.account].host;
  activity.user = user;
  activity.expense = id;
  activity.status_before = activity.status_after = expense.status;
  world.activities.add(activity);
}

ExpenseId create_expense(Stage& stage, const ExpensePlan& plan) {
  World& world = stage.world;
  Expense expense;
  expense.account = plan.account;
  expense.payee = plan.payee;
  expense.created_by = plan.payee;
  expense.type = plan.type;
  expense.currency =
      plan.currency_of_account ? world.accounts[plan.account].currency : plan.currency;
  expense.created = plan.at;
  expense.incurred = plan.at - stage.random.between(0, 20) * kDay;
  if (stage.random.chance(30)) expense.incurred = floor_to(expense.incurred, kDay);
  expense.payout_method = payout_of(stage.world.cast, plan.payee);
  expense.category = some_category(stage, plan.account);
  decorate(stage, expense);
  std::int64_t amount = plan.amount;
  if (amount == 0) {
    amount = stage.random.between(500, 90'000);
    if (zero_decimal(expense.currency)) amount *= 100;
  }
  add_items(stage, expense, amount);
  expense.tax.rate = plan.tax_rate;
  expense.tax.type = world.accounts[plan.account].tax_type;
  if (plan.tax_rate != 0 && stage.random.chance(30)) {
    expense.tax.id_number = world.texts.intern("BE0123456789");
  }
  expense.amount = static_cast<std::int32_t>(
      platform_round(static_cast<double>(amount) * (1 + expense.tax.fraction()), expense.currency));
  if (plan.type == ExpenseType::Charge) {
    expense.virtual_card = 1 + static_cast<std::uint32_t>(stage.random.below(3));
  }
  const ExpenseId id = world.expenses.add(expense);
  note_expense(world, id, ActivityType::ExpenseCreated, expense.created_by, plan.at);
  return id;
}

void set_item_currency(World& world, ExpenseId id, Currency currency, double fx) {
  Expense& expense = world.expenses[id];
  world.items[expense.first_item].currency = currency;
  world.items[expense.first_item].fx = fx;
  double total = 0;
  for (std::uint32_t i = 0; i < expense.items; ++i) {
    const Item& item = world.items[expense.first_item + i];
    total += static_cast<double>(platform_round(item.amount * item.fx, expense.currency));
  }
  expense.amount = static_cast<std::int32_t>(
      platform_round(total * (1 + expense.tax.fraction()), expense.currency));
}

void move_to(World& world, ExpenseId id, ExpenseStatus status, AccountId user, Micros at) {
  struct Step {
    ExpenseStatus status;
    ActivityType activity;
  };
  constexpr std::array<Step, 9> kSteps{
      {{ExpenseStatus::Approved, ActivityType::ExpenseApproved},
       {ExpenseStatus::Rejected, ActivityType::ExpenseRejected},
       {ExpenseStatus::Incomplete, ActivityType::ExpenseMarkedAsIncomplete},
       {ExpenseStatus::Spam, ActivityType::ExpenseMarkedAsSpam},
       {ExpenseStatus::ScheduledForPayment, ActivityType::ExpenseScheduledForPayment},
       {ExpenseStatus::Processing, ActivityType::ExpenseProcessing},
       {ExpenseStatus::Error, ActivityType::ExpenseError},
       {ExpenseStatus::Paid, ActivityType::ExpensePaid},
       {ExpenseStatus::InviteDeclined, ActivityType::ExpenseInviteDeclined}}};
  Expense& expense = world.expenses[id];
  const ExpenseStatus before = expense.status;
  expense.status = status;
  if (status == ExpenseStatus::Approved) expense.approved_by = user;
  std::optional<ActivityType> type;
  for (const Step& step : kSteps) {
    if (step.status == status) type = step.activity;
  }
  if (status == ExpenseStatus::Pending && before == ExpenseStatus::Approved) {
    type = ActivityType::ExpenseUnapproved;
    expense.approved_by = 0;
  }
  if (!type) return;  // no activity for the others (F 4.6.4)
  note_expense(world, id, *type, user, at);
  world.activities[world.activities.size()].status_before = before;
}

GroupNumber pay_expense(Stage& stage, ExpenseId id, Micros at) {
  World& world = stage.world;
  const Cast& cast = stage.world.cast;
  Expense& expense = world.expenses[id];
  const Account& account = world.accounts[expense.account];
  const Era era = era_of(at);
  const double to_account = fx_rate(expense.currency, account.currency, at);
  const auto in_account = [&](double cents) {
    return platform_round(cents * to_account, account.currency);
  };
  const std::int64_t gross = in_account(expense.amount);
  const std::int64_t tax = gross - in_account(expense.amount / (1 + expense.tax.fraction()));
  const PayoutType payout = world.payout_methods[expense.payout_method].type;
  const bool wise = payout == PayoutType::BankAccount;
  const std::int64_t fee =
      wise ? platform_round(zero_decimal(account.currency) ? 15'000 : 124, account.currency) : 0;
  const double host_rate = fx_rate(account.currency, world.accounts[account.host].currency, at);

  Entry entry;
  entry.group = world.ledger.new_group();
  entry.currency = account.currency;
  entry.created = at;
  entry.cleared = payout == PayoutType::Other ? expense.incurred : at;  // F 5.7.2
  entry.expense = id;
  entry.payout_method = expense.payout_method;
  if (fee != 0 && era == Era::SeparateRows) {
    Entry row = entry;
    row.kind = Kind::PaymentProcessorFee;
    row.account = expense.account;
    row.opposite = cast.wise;
    row.amount = -fee;
    row.description = world.texts.intern("Wise payment processor fee");
    book(world, row);
  }
  if (tax != 0 && era == Era::SeparateRows) {
    Entry row = entry;
    row.kind = Kind::Tax;
    row.account = expense.payee;
    row.opposite = cast.vat;
    row.amount = -tax;
    row.tax_info = world.tax_index(expense.tax);
    row.description = world.texts.intern("VAT");
    book(world, row);
  }
  entry.kind = Kind::Expense;
  entry.account = expense.account;
  entry.opposite = expense.payee;
  entry.description = expense.description;
  entry.created = at + 7 * kMillisecond + 250;
  entry.tax_null = false;
  entry.tax_info = world.tax_index(expense.tax);
  entry.merchant = wise || payout == PayoutType::PayPal
                       ? static_cast<std::uint32_t>(stage.random.below(900'000'000)) + 1
                       : 0;
  entry.amount = -(expense.payee_pays_fees ? gross - fee : gross);
  if (era != Era::SeparateRows) {
    entry.amount += tax;
    entry.tax = -tax;
    entry.processor_fee = -platform_round(static_cast<double>(fee) * host_rate,
                                          world.accounts[account.host].currency);
  }
  if (era == Era::HostOnPayerSide) entry.mirror = MirrorHost::Same;
  book(world, entry);
  expense.host = account.host;
  expense.paid = at;
  expense.paid_by = cast.admin;
  expense.payment_method = wise ? cast.wise_payout : 0;
  expense.merchant = entry.merchant;
  if (expense.status != ExpenseStatus::Paid) {
    move_to(world, id, ExpenseStatus::Paid, cast.admin, at);
  }
  return entry.group;
}

}  // namespace bursar::sandbox
