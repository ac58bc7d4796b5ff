#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "world/changes.hpp"
#include "world/random.hpp"
#include "world/world.hpp"

namespace bursar::tests {

// One thing after the other, chosen by a seed: every change that world/changes.hpp knows takes
// part.
class LateEvents {
 public:
  // Whose rows change most often: those of a parent with its children, or of a host's collectives,
  // its own among them.
  struct Among {
    sandbox::AccountId family;
    sandbox::AccountId host;
  };

  // Anybody's.
  LateEvents(sandbox::World& world, std::uint64_t seed) : LateEvents(world, seed, {0, 0}) {}
  LateEvents(sandbox::World& world, std::uint64_t seed, Among among)
      : world_(world), random_(seed), among_(among) {}

  // Anything.
  void happen(int times) {
    for (int i = 0; i < times; ++i) one_of(events());
  }
  // Something that changes amounts, dates, accounts or the existence of rows in any month.
  void money_moves() {
    const std::string before = told_;
    for (int i = 0; i < 20 && told_ == before; ++i) one_of(money_events());
  }
  // This one, of the events that move money or of those that cannot be seen; false where the
  // platform does not allow it.
  bool happens(const std::string& name) {
    for (const auto* some : {&money_events(), &unseen_events()}) {
      for (const Event& event : *some) {
        if (event.name != name) continue;
        for (int i = 0; i < 50; ++i) {
          if (one(event)) return true;
        }
      }
    }
    return false;
  }
  // Before anything else: rows that come to a child between the last sync and its removal can be
  // asked for in no way.
  void remove_child() {
    sandbox::delete_account(world_,
                            random_.chance(50) ? world_.cast.demo_project : world_.cast.demo_event);
    told_ = "removed child";
  }
  // Whether somebody corrected one side of a pair and forgot the other.
  [[nodiscard]] bool sides_differ() const { return sides_differ_; }
  // What happened, for messages.
  [[nodiscard]] const std::string& told() const { return told_; }
  void forget_told() { told_.clear(); }

  [[nodiscard]] static std::vector<std::string> names_of_money_events() {
    return names_of(money_events());
  }
  // What leaves every count, every sum of a month and every balance that an ordinary run asks for
  // as it was.
  [[nodiscard]] static std::vector<std::string> names_of_unseen_events() {
    return names_of(unseen_events());
  }

 private:
  using AccountId = sandbox::AccountId;
  using Micros = sandbox::Micros;
  using RowNumber = sandbox::RowNumber;
  using World = sandbox::World;
  static constexpr Micros second = 1'000'000;
  static constexpr Micros day = 86'400 * second;
  static constexpr int months = 120;
  static constexpr std::size_t many = 300;

  struct Event {
    const char* name;
    std::function<void(LateEvents&)> happens;
  };

  static std::vector<std::string> names_of(const std::vector<Event>& some) {
    std::vector<std::string> names;
    for (const Event& event : some) names.emplace_back(event.name);
    return names;
  }

  void one_of(const std::vector<Event>& some) { (void)one(random_.pick(some)); }
  bool one(const Event& event) {
    // Minutes apart, so that what belongs together is in order, but long before the next sync.
    world_.advance(60 * second);
    try {
      event.happens(*this);
    } catch (const std::invalid_argument&) {
      return false;  // the platform does not allow it
    }
    told_ += std::string(told_.empty() ? "" : ", ") + event.name;
    return true;
  }

  std::vector<AccountId> collectives() {
    const sandbox::Cast& cast = world_.cast;
    if (among_.family != 0 && random_.chance(85)) {
      std::vector<AccountId> family = world_.children(among_.family, false);
      family.push_back(among_.family);
      return family;
    }
    std::vector<AccountId> all{cast.demo_collective, cast.demo_project,
                               cast.demo_event,      cast.euro_collective,
                               cast.yen_collective,  cast.wandering_collective};
    if (among_.host != 0) all.push_back(among_.host);
    return all;
  }
  AccountId collective() {
    for (int i = 0; i < 20; ++i) {
      const AccountId chosen = random_.pick(collectives());
      if (world_.visible(chosen)) return chosen;
    }
    throw std::invalid_argument("none left");
  }
  RowNumber row() {
    const auto rows = world_.ledger.of_account(collective());
    if (rows.empty()) throw std::invalid_argument("no rows");
    return random_.pick(rows);
  }
  // So many rows of one account in a row, from a moment on that is in any month as likely as in any
  // other; fewer where there are no more.
  std::vector<RowNumber> rows_of_any_month(std::size_t count) {
    const auto rows = world_.ledger.of_account(collective());
    const Micros from = any_time();
    auto first = std::find_if(rows.begin(), rows.end(), [&](RowNumber number) {
      return world_.ledger[number].created >= from;
    });
    if (first == rows.end()) throw std::invalid_argument("no rows");
    const auto left = static_cast<std::size_t>(rows.end() - first);
    return {first, first + static_cast<std::ptrdiff_t>(std::min(count, left))};
  }
  RowNumber row_of_any_month() { return rows_of_any_month(1).front(); }
  Micros any_time() { return world_.now - random_.between(0, months * 30 * 24) * 3'600 * second; }

  sandbox::ExpenseId expense() {
    for (int i = 0; i < 50; ++i) {
      const auto id = static_cast<sandbox::ExpenseId>(random_.between(1, world_.expenses.size()));
      const sandbox::Expense& chosen = world_.expenses[id];
      if (!chosen.deleted && world_.visible(chosen.account) && world_.visible(chosen.payee)) {
        return id;
      }
    }
    throw std::invalid_argument("no expense");
  }
  sandbox::CategoryId category() {
    const auto id = static_cast<sandbox::CategoryId>(random_.between(1, world_.categories.size()));
    if (world_.categories[id].deleted) throw std::invalid_argument("removed");
    return id;
  }
  Micros some_time() {
    if (random_.chance(50)) return world_.now;
    return world_.now - random_.between(0, 6 * 365) * day;
  }

  void expense_goes_on() {
    const sandbox::ExpenseId id = expense();
    const bool paid = world_.expenses[id].status == sandbox::ExpenseStatus::Paid;
    const std::vector<std::string> steps =
        paid ? std::vector<std::string>{"unpay", "hold", "release"}
             : std::vector<std::string>{"approve", "unapprove", "pay",     "reject",     "hold",
                                        "release", "schedule",  "process", "incomplete", "error",
                                        "spam",    "cancel",    "delete"};
    const std::string& step = random_.pick(steps);
    // What the store knows as paid is kept with an alarm, though it was taken back in between.
    const bool was_paid = world_.expenses[id].paid != sandbox::kNever;
    if (step == "delete" && was_paid) throw std::invalid_argument("not so");
    sandbox::change_expense(world_, id, step, world_.now);
  }
  void erase(const std::vector<RowNumber>& rows) {
    for (const RowNumber row : rows) sandbox::delete_row(world_, row);
    deleted_.insert(deleted_.end(), rows.begin(), rows.end());
  }
  void restore(std::size_t count) {
    if (deleted_.empty()) throw std::invalid_argument("nothing was deleted");
    for (; count > 0 && !deleted_.empty(); --count) {
      sandbox::restore_row(world_, deleted_.back());
      deleted_.pop_back();
    }
  }
  void move() {
    const AccountId target = collective();
    const AccountId host = random_.chance(70) ? world_.accounts[target].host : 0;
    sandbox::move_row(world_, row(), target, host);
  }
  // Whether the source asks for it.
  bool is_within(const sandbox::TransactionRow& row) const {
    if (among_.host != 0) return row.host == among_.host;
    return is_in_family(row.account);
  }
  bool is_in_family(AccountId account) const {
    return account == among_.family || world_.accounts[account].parent == among_.family;
  }
  // To an account of the source, or to none of it; from where it is not yet.
  void move_across(bool into) {
    const RowNumber chosen = row_of_any_month();
    if (is_within(world_.ledger[chosen]) == into) throw std::invalid_argument("no change");
    if (among_.host != 0) {
      const AccountId account = world_.ledger[chosen].account;
      return sandbox::move_row(world_, chosen, account, into ? among_.host : 0);
    }
    const AccountId target = collective();
    if (is_in_family(target) != into) throw std::invalid_argument("no change");
    sandbox::move_row(world_, chosen, target, world_.accounts[target].host);
  }
  void expect_source(bool host) const {
    if ((among_.host != 0) != host) throw std::invalid_argument("of the other perspective");
  }
  // From one account of the source to another one.
  void move_within() {
    const RowNumber chosen = row_of_any_month();
    const sandbox::TransactionRow before = world_.ledger[chosen];
    sandbox::TransactionRow after = before;
    after.account = collective();
    if (!is_within(before) || !is_within(after) || after.account == before.account) {
      throw std::invalid_argument("not within");
    }
    sandbox::move_row(world_, chosen, after.account, before.host);
  }
  void merge(AccountId from, AccountId into) {
    const bool allowed = from != into && from != world_.cast.demo_collective &&
                         from != among_.host && world_.visible(from) && world_.visible(into);
    if (!allowed) throw std::invalid_argument("not so");
    sandbox::merge_accounts(world_, from, into);
  }
  // They are the other sides alone. Of before 2018 they may have rows under the host (F 5.4): then
  // it is as if one of its collectives was merged.
  void merge_payers() {
    const AccountId from = random_.pick(world_.cast.contributors);
    const auto rows = world_.ledger.of_account(from);
    const bool is_one_of_ours = std::any_of(
        rows.begin(), rows.end(), [&](RowNumber row) { return is_within(world_.ledger[row]); });
    if (is_one_of_ours) throw std::invalid_argument("not the other side");
    merge(from, random_.pick(world_.cast.contributors));
  }
  void merge_across(bool into_family) {
    const AccountId from = collective();
    const AccountId into = collective();
    const bool across = among_.family != 0 && is_in_family(into) == into_family &&
                        is_in_family(from) != into_family;
    if (!across) throw std::invalid_argument("not across");
    merge(from, into);
  }
  void merge_within() {
    const AccountId from = collective();
    const AccountId into = collective();
    if (among_.family != 0 && !(is_in_family(from) && is_in_family(into))) {
      throw std::invalid_argument("not within");
    }
    merge(from, into);
  }
  void amendment() {
    const RowNumber chosen = row();
    const std::int64_t cents = random_.between(1, 900) * 100;
    const bool one_side = random_.chance(20);
    sides_differ_ = sides_differ_ || one_side;
    sandbox::amend_amount(world_, chosen, world_.ledger[chosen].credit ? cents : -cents, one_side);
  }
  void amend(
      const std::vector<RowNumber>& rows,
      const std::function<void(const sandbox::TransactionRow&, sandbox::Amendment&)>& write) {
    for (const RowNumber row : rows) {
      sandbox::Amendment what;
      write(world_.ledger[row], what);
      sandbox::amend(world_, row, what);
    }
  }
  void amend_amounts(std::size_t count) {
    const std::int64_t more = random_.between(1, 900) * 100;
    amend(rows_of_any_month(count), [&](const auto& row, auto& what) {
      what.amount = row.amount + (row.credit ? more : -more);
    });
  }
  // Older than what every run reads again.
  void amend_this_month() {
    const auto date = sandbox::to_civil(world_.now);
    const Micros first = sandbox::from_civil(date.year, date.month, 1);
    const auto rows = world_.ledger.of_account(collective());
    std::vector<RowNumber> young;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(young), [&](RowNumber number) {
      const Micros created = world_.ledger[number].created;
      return created >= first && created < world_.now - 5 * day;
    });
    if (young.empty()) throw std::invalid_argument("no rows");
    const RowNumber chosen = random_.pick(young);
    sandbox::amend_amount(world_, chosen, world_.ledger[chosen].amount + 700);
  }
  void amend_fees(std::size_t count) {
    const std::int64_t more = random_.between(1, 90) * 100;
    const auto which = random_.below(3);
    amend(rows_of_any_month(count), [&](const auto& row, auto& what) {
      if (which == 0) what.host_fee = row.host_fee - more;
      if (which == 1) what.processor_fee = row.processor_fee - more;
      if (which == 2) what.platform_fee = row.platform_fee - more;
    });
  }
  // So that the host amount moves by some cents at least.
  void amend_rates(std::size_t count) {
    constexpr std::int64_t least = 1'000;
    auto rows = rows_of_any_month(count);
    std::erase_if(rows, [&](RowNumber row) {
      const std::int64_t amount = world_.ledger[row].host_amount;
      return -least < amount && amount < least;
    });
    if (rows.empty()) throw std::invalid_argument("too little");
    const double factor = 1 + static_cast<double>(random_.between(1, 20)) / 100;
    amend(rows, [&](const auto& row, auto& what) { what.fx = row.fx * factor; });
  }
  void amend_host_amount() {
    amend(rows_of_any_month(1), [&](const auto& row, auto& what) {
      what.host_amount = row.host_amount + (row.credit ? 100 : -100);
    });
  }
  void amend_host_currency(bool with_rate) {
    amend(rows_of_any_month(1), [&](const auto& row, auto& what) {
      if (row.host_amount == 0) throw std::invalid_argument("nothing to label");
      what.host_currency = row.host_currency == sandbox::Currency::EUR ? sandbox::Currency::USD
                                                                       : sandbox::Currency::EUR;
      if (with_rate) what.fx = row.fx * 1.1;
    });
  }
  // Into another month.
  void redate(std::size_t count) {
    Micros to = any_time();
    const auto rows = rows_of_any_month(count);
    for (const RowNumber row : rows) {
      const Micros from = world_.ledger[row].created;
      if (std::abs(to - from) < 40 * day) throw std::invalid_argument("the same month");
    }
    for (const RowNumber row : rows) {
      sandbox::Amendment what;
      what.created = to;
      sandbox::amend(world_, row, what);
      to += second;
    }
  }
  void redate_within() {
    const RowNumber chosen = row_of_any_month();
    const Micros from = world_.ledger[chosen].created;
    const sandbox::CivilDate date = sandbox::to_civil(from);
    if (date.day > 25) throw std::invalid_argument("too late in its month");
    sandbox::Amendment what;
    what.created = from + random_.between(1, 28 - date.day) * day;
    sandbox::amend(world_, chosen, what);
  }
  // Of one month, account, kind and direction.
  void amend_two_amounts() {
    const RowNumber one = row_of_any_month();
    const auto alike = [&](RowNumber number) {
      const sandbox::TransactionRow& a = world_.ledger[one];
      const sandbox::TransactionRow& b = world_.ledger[number];
      const auto month = [](const auto& row) { return sandbox::iso(row.created).substr(0, 7); };
      return number != one && a.kind == b.kind && a.credit == b.credit && a.fx == 1 && b.fx == 1 &&
             a.is_refund == b.is_refund && a.host == b.host && a.expense == 0 && b.expense == 0 &&
             month(a) == month(b) && a.currency == b.currency && a.host_currency == b.host_currency;
    };
    const auto rows = world_.ledger.of_account(world_.ledger[one].account);
    const auto other = std::find_if(rows.begin(), rows.end(), alike);
    if (other == rows.end()) throw std::invalid_argument("there is but one");
    sandbox::amend_amount(world_, one, world_.ledger[one].amount + 500);
    sandbox::amend_amount(world_, *other, world_.ledger[*other].amount - 500);
  }
  void amend_own_amount() {
    const RowNumber chosen = row_of_any_month();
    const sandbox::TransactionRow row = world_.ledger[chosen];
    if (row.tax != 0 || row.amount == 0) throw std::invalid_argument("its tax would move");
    sandbox::Amendment what;
    what.amount = std::int64_t{2} * row.amount;
    what.fx = row.fx / 2;
    what.host_amount = row.host_amount;
    sandbox::amend(world_, chosen, what);
  }
  void split_fees(std::size_t count) {
    bool any = false;
    for (const RowNumber row : rows_of_any_month(count)) {
      const sandbox::TransactionRow& chosen = world_.ledger[row];
      const bool can = chosen.credit && chosen.kind == sandbox::Kind::Contribution &&
                       (chosen.processor_fee != 0 || chosen.tax != 0);
      if (!can) continue;
      sandbox::split_fees(world_, row);
      any = true;
    }
    if (!any) throw std::invalid_argument("no fees");
  }
  void reinsertion() {
    const RowNumber chosen = row();
    sandbox::Reinsertion how;
    if (random_.chance(50)) how.at = some_time();
    how.own_group = random_.chance(30);
    sandbox::reinsert_row(world_, chosen, how);
  }
  void reinsertion_elsewhere() {
    const RowNumber chosen = row_of_any_month();
    sandbox::Reinsertion how;
    how.at = any_time();
    if (std::abs(*how.at - world_.ledger[chosen].created) < 40 * day) {
      throw std::invalid_argument("the same month");
    }
    how.own_group = random_.chance(30);
    sandbox::reinsert_row(world_, chosen, how);
  }
  void other_budget() {
    const AccountId chosen = collective();
    world_.accounts[chosen].budget_version = static_cast<int>(random_.between(1, 3));
  }
  void new_child(Micros at) {
    const std::string slug = "child-" + std::to_string(random_.below(1'000'000));
    sandbox::NewMoney money;
    const auto type =
        random_.chance(70) ? sandbox::AccountType::Project : sandbox::AccountType::Event;
    money.account = sandbox::add_child(world_, world_.cast.demo_collective, type, slug, slug);
    money.rows = 4;
    money.at = at;
    sandbox::insert_transactions(world_, money);
  }
  void insertion(std::size_t rows, Micros at) {
    sandbox::NewMoney money;
    money.account = collective();
    money.rows = static_cast<std::uint32_t>(rows);
    money.seed = random_.next();
    money.at = at;
    money.added_funds = random_.chance(30);
    sandbox::insert_transactions(world_, money);
  }
  void refund() {
    const auto kind = static_cast<sandbox::RefundKind>(random_.between(1, 5));
    sandbox::refund_now(world_, world_.ledger[row()].group, kind, world_.now);
  }
  void edit_funds() {
    const AccountId account = collective();
    for (const RowNumber number : world_.ledger.of_account(account)) {
      const sandbox::TransactionRow& row = world_.ledger[number];
      if (row.kind != sandbox::Kind::AddedFunds || !row.credit || row.refund != 0) continue;
      if (random_.chance(50)) continue;
      sandbox::edit_added_funds(world_, row.group, 45'600, world_.now);
      return;
    }
    throw std::invalid_argument("no added funds");
  }
  void renaming() {
    const AccountId chosen = collective();
    if (chosen == world_.cast.demo_collective) throw std::invalid_argument("the source itself");
    const std::string name = "renamed-" + std::to_string(random_.below(1'000'000));
    world_.rename_account(chosen, name, name);
  }
  std::size_t few() { return static_cast<std::size_t>(random_.between(1, 6)); }

  // In any month of ten years.
  static const std::vector<Event>& money_events() {
    static const std::vector<Event> all{
        {"new rows", [](LateEvents& e) { e.insertion(e.few(), e.world_.now); }},
        {"old rows inserted", [](LateEvents& e) { e.insertion(e.few(), e.any_time()); }},
        {"300 old rows inserted", [](LateEvents& e) { e.insertion(many, e.any_time()); }},
        {"row deleted", [](LateEvents& e) { e.erase({e.row_of_any_month()}); }},
        {"300 rows deleted", [](LateEvents& e) { e.erase(e.rows_of_any_month(many)); }},
        {"row restored", [](LateEvents& e) { e.restore(1); }},
        {"300 rows restored", [](LateEvents& e) { e.restore(many); }},
        {"amount amended", [](LateEvents& e) { e.amend_amounts(1); }},
        {"300 amounts amended", [](LateEvents& e) { e.amend_amounts(many); }},
        {"amount amended in this month", &LateEvents::amend_this_month},
        {"fee amended", [](LateEvents& e) { e.amend_fees(1); }},
        {"300 fees amended", [](LateEvents& e) { e.amend_fees(many); }},
        {"rate amended", [](LateEvents& e) { e.amend_rates(1); }},
        {"300 rates amended", [](LateEvents& e) { e.amend_rates(many); }},
        {"host amount amended", &LateEvents::amend_host_amount},
        {"host currency amended", [](LateEvents& e) { e.amend_host_currency(false); }},
        {"host currency and rate amended", [](LateEvents& e) { e.amend_host_currency(true); }},
        {"row dated anew", [](LateEvents& e) { e.redate(1); }},
        {"300 rows dated anew", [](LateEvents& e) { e.redate(many); }},
        {"row inserted again elsewhere", &LateEvents::reinsertion_elsewhere},
        {"row moved away", [](LateEvents& e) { e.move_across(false); }},
        {"row moved here", [](LateEvents& e) { e.move_across(true); }},
        {"row moved within the family",
         [](LateEvents& e) {
           e.expect_source(false);
           e.move_within();
         }},
        {"collective merged into another one", [](LateEvents& e) { e.merge_across(false); }},
        {"collective merged into one of ours", [](LateEvents& e) { e.merge_across(true); }},
        {"collectives merged within the family",
         [](LateEvents& e) {
           e.expect_source(false);
           e.merge_within();
         }},
        {"collectives merged within the host",
         [](LateEvents& e) {
           e.expect_source(true);
           e.merge_within();
         }},
        {"payers merged", &LateEvents::merge_payers},
        {"fees split", [](LateEvents& e) { e.split_fees(40); }},
        {"300 fees split", [](LateEvents& e) { e.split_fees(many); }},
        {"dates of clearing written",
         [](LateEvents& e) {
           sandbox::back_fill_cleared(e.world_, e.collective(), -3'600 * second);
         }},
        {"refund", &LateEvents::refund},
        {"funds edited", &LateEvents::edit_funds},
        {"old child", [](LateEvents& e) { e.new_child(e.any_time()); }},
        {"expense goes on", &LateEvents::expense_goes_on},
        {"another budget version", &LateEvents::other_budget},
    };
    return all;
  }

  static const std::vector<Event>& unseen_events() {
    static const std::vector<Event> all{
        {"row dated anew within its month", &LateEvents::redate_within},
        {"row inserted again as it was",
         [](LateEvents& e) { sandbox::reinsert_row(e.world_, e.row_of_any_month()); }},
        {"two amounts amended that make up for each other", &LateEvents::amend_two_amounts},
        {"amount and rate amended to the same host amount", &LateEvents::amend_own_amount},
        {"row moved within the host",
         [](LateEvents& e) {
           e.expect_source(true);
           e.move_within();
         }},
    };
    return all;
  }

  static const std::vector<Event>& events() {
    static const std::vector<Event> all{
        {"new rows", [](LateEvents& e) { e.insertion(e.few(), e.some_time()); }},
        {"refund", &LateEvents::refund},
        {"edited funds", &LateEvents::edit_funds},
        {"amended row", &LateEvents::amendment},
        {"cleared dates",
         [](LateEvents& e) {
           sandbox::back_fill_cleared(e.world_, e.collective(), -3'600 * second);
         }},
        {"split fees", [](LateEvents& e) { sandbox::split_fees(e.world_, e.row()); }},
        {"deleted row", [](LateEvents& e) { e.erase({e.row()}); }},
        {"deleted row", [](LateEvents& e) { e.erase({e.row()}); }},
        {"restored row", [](LateEvents& e) { e.restore(1); }},
        {"row inserted again", &LateEvents::reinsertion},
        {"moved row", &LateEvents::move},
        {"merged accounts",
         [](LateEvents& e) {
           const AccountId from = e.collective();
           e.merge(from, e.collective());
         }},
        {"dispute or review",
         [](LateEvents& e) {
           sandbox::set_flags(e.world_, e.world_.ledger[e.row()].group, e.random_.chance(50),
                              e.random_.chance(50), e.world_.now);
         }},
        {"renamed account", &LateEvents::renaming},
        {"new child", [](LateEvents& e) { e.new_child(e.some_time()); }},
        {"another budget version", &LateEvents::other_budget},
        {"views stand still", [](LateEvents& e) { e.world_.freeze_views(); }},
        {"views know all", [](LateEvents& e) { e.world_.refresh_views(); }},
        {"expense goes on", &LateEvents::expense_goes_on},
        {"expense goes on", &LateEvents::expense_goes_on},
        {"expense goes on", &LateEvents::expense_goes_on},
        {"new expense",
         [](LateEvents& e) {
           sandbox::add_expense(e.world_, e.collective(), 12'345, e.random_.next(), e.some_time());
         }},
        {"re-categorised expense",
         [](LateEvents& e) {
           sandbox::categorize_expense(e.world_, e.expense(),
                                       e.random_.chance(80) ? e.category() : 0);
         }},
        {"re-categorised order",
         [](LateEvents& e) {
           const sandbox::OrderId order = e.world_.ledger[e.row()].order;
           if (order == 0) throw std::invalid_argument("no order");
           sandbox::categorize_order(e.world_, order, e.category(), e.world_.now);
         }},
        {"new category",
         [](LateEvents& e) {
           sandbox::add_category(e.world_, e.world_.cast.demo_host,
                                 std::to_string(e.random_.between(10'000, 99'999)), "New",
                                 e.world_.now);
         }},
        {"renamed category",
         [](LateEvents& e) {
           sandbox::rename_category(e.world_, e.category(),
                                    std::to_string(e.random_.between(10'000, 99'999)), "Renamed",
                                    e.world_.now);
         }},
        {"removed category",
         [](LateEvents& e) { sandbox::remove_category(e.world_, e.category(), e.world_.now); }},
    };
    return all;
  }

  World& world_;
  sandbox::Random random_;
  Among among_;
  std::vector<RowNumber> deleted_;
  std::string told_;
  bool sides_differ_ = false;
};

}  // namespace bursar::tests
