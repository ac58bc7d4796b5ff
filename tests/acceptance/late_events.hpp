#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "world/changes.hpp"
#include "world/random.hpp"
#include "world/world.hpp"

namespace bursar::tests {

// One thing after the other, chosen by a seed: every change that world/changes.hpp knows takes
// part.
class LateEvents {
 public:
  LateEvents(sandbox::World& world, std::uint64_t seed) : world_(world), random_(seed) {}

  void happen(int times) {
    for (int i = 0; i < times; ++i) {
      const Event& event = random_.pick(events());
      // Minutes apart, so that what belongs together is in order, but long before the next sync.
      world_.advance(60 * second);
      try {
        event.happens(*this);
        told_ += std::string(told_.empty() ? "" : ", ") + event.name;
      } catch (const std::invalid_argument&) {
        continue;  // the platform does not allow it
      }
    }
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

 private:
  using AccountId = sandbox::AccountId;
  using Micros = sandbox::Micros;
  using RowNumber = sandbox::RowNumber;
  using World = sandbox::World;
  static constexpr Micros second = 1'000'000;
  static constexpr Micros day = 86'400 * second;

  struct Event {
    const char* name;
    std::function<void(LateEvents&)> happens;
  };

  AccountId collective() {
    const sandbox::Cast& cast = world_.cast;
    const std::vector<AccountId> all{cast.demo_collective, cast.demo_project,
                                     cast.demo_event,      cast.euro_collective,
                                     cast.yen_collective,  cast.wandering_collective};
    for (int i = 0; i < 20; ++i) {
      const AccountId chosen = random_.pick(all);
      if (world_.visible(chosen)) return chosen;
    }
    throw std::invalid_argument("none left");
  }
  RowNumber row() {
    const auto rows = world_.ledger.of_account(collective());
    if (rows.empty()) throw std::invalid_argument("no rows");
    return random_.pick(rows);
  }
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
  void deletion() {
    const RowNumber chosen = row();
    sandbox::delete_row(world_, chosen);
    deleted_.push_back(chosen);
  }
  void restoration() {
    if (deleted_.empty()) throw std::invalid_argument("nothing was deleted");
    sandbox::restore_row(world_, deleted_.back());
    deleted_.pop_back();
  }
  void move() {
    const AccountId target = collective();
    const AccountId host = random_.chance(70) ? world_.accounts[target].host : 0;
    sandbox::move_row(world_, row(), target, host);
  }
  void merger() {
    const AccountId from = collective();
    const AccountId into = collective();
    if (from == into || from == world_.cast.demo_collective) throw std::invalid_argument("not so");
    sandbox::merge_accounts(world_, from, into);
  }
  void amendment() {
    const RowNumber chosen = row();
    const std::int64_t cents = random_.between(1, 900) * 100;
    const bool one_side = random_.chance(20);
    sides_differ_ = sides_differ_ || one_side;
    sandbox::amend_amount(world_, chosen, world_.ledger[chosen].credit ? cents : -cents, one_side);
  }
  void reinsertion() {
    const RowNumber chosen = row();
    sandbox::Reinsertion how;
    if (random_.chance(50)) how.at = some_time();
    how.own_group = random_.chance(30);
    sandbox::reinsert_row(world_, chosen, how);
  }
  void other_budget() {
    const AccountId chosen = collective();
    world_.accounts[chosen].budget_version = static_cast<int>(random_.between(1, 3));
  }
  void new_child() {
    const std::string slug = "child-" + std::to_string(random_.below(1'000'000));
    sandbox::NewMoney money;
    const auto type =
        random_.chance(70) ? sandbox::AccountType::Project : sandbox::AccountType::Event;
    money.account = sandbox::add_child(world_, world_.cast.demo_collective, type, slug, slug);
    money.rows = 4;
    money.at = some_time();
    sandbox::insert_transactions(world_, money);
  }
  void insertion() {
    sandbox::NewMoney money;
    money.account = collective();
    money.rows = static_cast<std::uint32_t>(random_.between(1, 6));
    money.seed = random_.next();
    money.at = some_time();
    money.added_funds = random_.chance(30);
    sandbox::insert_transactions(world_, money);
  }
  void refund() {
    const auto kind = static_cast<sandbox::RefundKind>(random_.between(1, 5));
    sandbox::refund_now(world_, world_.ledger[row()].group, kind, world_.now);
  }
  void renaming() {
    const AccountId chosen = collective();
    if (chosen == world_.cast.demo_collective) throw std::invalid_argument("the source itself");
    const std::string name = "renamed-" + std::to_string(random_.below(1'000'000));
    world_.rename_account(chosen, name, name);
  }

  static const std::vector<Event>& events() {
    static const std::vector<Event> all{
        {"new rows", &LateEvents::insertion},
        {"refund", &LateEvents::refund},
        {"edited funds",
         [](LateEvents& e) {
           sandbox::edit_added_funds(e.world_, e.world_.ledger[e.row()].group, 45'600,
                                     e.world_.now);
         }},
        {"amended row", &LateEvents::amendment},
        {"cleared dates",
         [](LateEvents& e) {
           sandbox::back_fill_cleared(e.world_, e.collective(), -3'600 * second);
         }},
        {"split fees", [](LateEvents& e) { sandbox::split_fees(e.world_, e.row()); }},
        {"deleted row", &LateEvents::deletion},
        {"deleted row", &LateEvents::deletion},
        {"restored row", &LateEvents::restoration},
        {"row inserted again", &LateEvents::reinsertion},
        {"moved row", &LateEvents::move},
        {"merged accounts", &LateEvents::merger},
        {"dispute or review",
         [](LateEvents& e) {
           sandbox::set_flags(e.world_, e.world_.ledger[e.row()].group, e.random_.chance(50),
                              e.random_.chance(50), e.world_.now);
         }},
        {"renamed account", &LateEvents::renaming},
        {"new child", &LateEvents::new_child},
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
  std::vector<RowNumber> deleted_;
  std::string told_;
  bool sides_differ_ = false;
};

}  // namespace bursar::tests
