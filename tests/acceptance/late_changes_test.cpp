// After any mixture of what happens on the platform, two deep syncs end with the store equal to the
// platform's own account of its ledger, deletions included, and reconciling finds no difference.
// The long form:
//
//   BURSAR_SEEDS=500 ctest --preset release -R LateChanges
//
// One seed alone: BURSAR_SEED=17.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "ledger_comparison.hpp"
#include "os/clock.hpp"
#include "process.hpp"
#include "reconcile/look_over.hpp"
#include "reconcile/source_report.hpp"
#include "sandbox_process.hpp"
#include "server/server.hpp"
#include "store/account_sums.hpp"
#include "store/balances.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "sync/run.hpp"
#include "world/changes.hpp"
#include "world/dump.hpp"
#include "world/random.hpp"

namespace bursar::tests {
namespace {

namespace platform = bursar::sandbox;
using platform::AccountId;
using platform::Micros;
using platform::RowNumber;
using platform::World;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

// ---- what happens on the platform ----

constexpr Micros second = 1'000'000;
constexpr Micros day = 86'400 * second;

// One thing after the other, chosen by a seed.
class Events {
 public:
  Events(World& world, std::uint64_t seed) : world_(world), random_(seed) {}

  void happen(int times) {
    for (int i = 0; i < times; ++i) {
      const Event& event = random_.pick(events());
      // Minutes apart, so that what belongs together is in order, but long before the next sync.
      world_.now += 60 * second;
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
    platform::delete_account(
        world_, random_.chance(50) ? world_.cast.demo_project : world_.cast.demo_event);
    told_ = "removed child";
  }
  // What happened, for messages.
  [[nodiscard]] const std::string& told() const { return told_; }

 private:
  struct Event {
    const char* name;
    std::function<void(Events&)> happens;
  };

  AccountId collective() {
    const platform::Cast& cast = world_.cast;
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
  platform::ExpenseId expense() {
    for (int i = 0; i < 50; ++i) {
      const auto id = static_cast<platform::ExpenseId>(random_.between(1, world_.expenses.size()));
      const platform::Expense& chosen = world_.expenses[id];
      if (!chosen.deleted && world_.visible(chosen.account) && world_.visible(chosen.payee)) {
        return id;
      }
    }
    throw std::invalid_argument("no expense");
  }
  platform::CategoryId category() {
    const auto id = static_cast<platform::CategoryId>(random_.between(1, world_.categories.size()));
    if (world_.categories[id].deleted) throw std::invalid_argument("removed");
    return id;
  }
  Micros some_time() {
    if (random_.chance(50)) return world_.now;
    return world_.now - random_.between(0, 6 * 365) * day;
  }

  void expense_goes_on() {
    const platform::ExpenseId id = expense();
    const bool paid = world_.expenses[id].status == platform::ExpenseStatus::Paid;
    const std::vector<std::string> steps =
        paid ? std::vector<std::string>{"unpay", "hold", "release"}
             : std::vector<std::string>{"approve", "unapprove", "pay",     "reject",     "hold",
                                        "release", "schedule",  "process", "incomplete", "error",
                                        "spam",    "cancel",    "delete"};
    platform::change_expense(world_, id, random_.pick(steps), world_.now);
  }
  void deletion() {
    const RowNumber chosen = row();
    platform::delete_row(world_, chosen);
    deleted_.push_back(chosen);
  }
  void restoration() {
    if (deleted_.empty()) throw std::invalid_argument("nothing was deleted");
    platform::restore_row(world_, deleted_.back());
    deleted_.pop_back();
  }
  void move() {
    const AccountId target = collective();
    const AccountId host = random_.chance(70) ? world_.accounts[target].host : 0;
    platform::move_row(world_, row(), target, host);
  }
  void merger() {
    const AccountId from = collective();
    const AccountId into = collective();
    if (from == into || from == world_.cast.demo_collective) throw std::invalid_argument("not so");
    platform::merge_accounts(world_, from, into);
  }
  void reinsertion() {
    const RowNumber chosen = row();
    platform::reinsert_row(world_, chosen);
  }
  void other_budget() {
    const AccountId chosen = collective();
    world_.accounts[chosen].budget_version = static_cast<int>(random_.between(1, 3));
  }
  void new_child() {
    const std::string slug = "child-" + std::to_string(random_.below(1'000'000));
    platform::NewMoney money;
    money.account = platform::add_child(world_, world_.cast.demo_collective,
                                        platform::AccountType::Project, slug, slug);
    money.rows = 4;
    money.at = some_time();
    platform::insert_transactions(world_, money);
  }
  void insertion() {
    platform::NewMoney money;
    money.account = collective();
    money.rows = static_cast<std::uint32_t>(random_.between(1, 6));
    money.seed = random_.next();
    money.at = some_time();
    money.added_funds = random_.chance(30);
    platform::insert_transactions(world_, money);
  }
  void refund() {
    const auto kind = static_cast<platform::RefundKind>(random_.between(1, 5));
    platform::refund_now(world_, world_.ledger[row()].group, kind, world_.now);
  }
  void renaming() {
    const AccountId chosen = collective();
    if (chosen == world_.cast.demo_collective) throw std::invalid_argument("the source itself");
    const std::string name = "renamed-" + std::to_string(random_.below(1'000'000));
    world_.rename_account(chosen, name, name);
  }

  static const std::vector<Event>& events() {
    static const std::vector<Event> all{
        {"new rows", &Events::insertion},
        {"refund", &Events::refund},
        {"edited funds",
         [](Events& e) {
           platform::edit_added_funds(e.world_, e.world_.ledger[e.row()].group, 45'600,
                                      e.world_.now);
         }},
        {"amended row",
         [](Events& e) {
           const RowNumber row = e.row();
           const std::int64_t cents = e.random_.between(1, 900) * 100;
           platform::amend_amount(e.world_, row, e.world_.ledger[row].credit ? cents : -cents);
         }},
        {"cleared dates",
         [](Events& e) { platform::back_fill_cleared(e.world_, e.collective(), -3'600 * second); }},
        {"split fees", [](Events& e) { platform::split_fees(e.world_, e.row()); }},
        {"deleted row", &Events::deletion},
        {"deleted row", &Events::deletion},
        {"restored row", &Events::restoration},
        {"row inserted again", &Events::reinsertion},
        {"moved row", &Events::move},
        {"merged accounts", &Events::merger},
        {"dispute or review",
         [](Events& e) {
           platform::set_flags(e.world_, e.world_.ledger[e.row()].group, e.random_.chance(50),
                               e.random_.chance(50), e.world_.now);
         }},
        {"renamed account", &Events::renaming},
        {"new child", &Events::new_child},
        {"another budget version", &Events::other_budget},
        {"views stand still", [](Events& e) { e.world_.view_rows = e.world_.ledger.size(); }},
        {"views know all", [](Events& e) { e.world_.view_rows = 0; }},
        {"expense goes on", &Events::expense_goes_on},
        {"expense goes on", &Events::expense_goes_on},
        {"expense goes on", &Events::expense_goes_on},
        {"new expense",
         [](Events& e) {
           platform::add_expense(e.world_, e.collective(), 12'345, e.random_.next(), e.some_time());
         }},
        {"re-categorised expense",
         [](Events& e) {
           platform::categorize_expense(e.world_, e.expense(),
                                        e.random_.chance(80) ? e.category() : 0);
         }},
        {"re-categorised order",
         [](Events& e) {
           const platform::OrderId order = e.world_.ledger[e.row()].order;
           if (order == 0) throw std::invalid_argument("no order");
           platform::categorize_order(e.world_, order, e.category(), e.world_.now);
         }},
        {"new category",
         [](Events& e) {
           platform::add_category(e.world_, e.world_.cast.demo_host,
                                  std::to_string(e.random_.between(10'000, 99'999)), "New",
                                  e.world_.now);
         }},
        {"renamed category",
         [](Events& e) {
           platform::rename_category(e.world_, e.category(),
                                     std::to_string(e.random_.between(10'000, 99'999)), "Renamed",
                                     e.world_.now);
         }},
        {"removed category",
         [](Events& e) { platform::remove_category(e.world_, e.category(), e.world_.now); }},
    };
    return all;
  }

  World& world_;
  platform::Random random_;
  std::vector<RowNumber> deleted_;
  std::string told_;
};

// ---- the nights ----

// The clock of the world, always some minutes ahead of what happens in it.
class WorldClock final : public os::Clock {
 public:
  [[nodiscard]] ledger::Instant now() override { return now_; }
  void sleep_ms(std::int64_t ms) override { now_ = now_ + ms; }
  void set(Micros world) { now_ = {world / 1'000 + 20 * 60 * 1'000}; }

 private:
  ledger::Instant now_;
};

class SandboxConnector final : public sync::Connector {
 public:
  explicit SandboxConnector(const std::string& url) {
    options_.url = url + "/graphql/v2";
    options_.authentication = opencollective::Authentication::personal_token_header;
  }
  [[nodiscard]] sync::Lane open() override {
    sync::Lane lane;
    lane.transport = std::make_unique<http::CurlTransport>(http::TransportOptions{});
    lane.client = std::make_unique<opencollective::Client>(*lane.transport, options_, token_);
    return lane;
  }
  [[nodiscard]] std::optional<std::int64_t> requests_left() const override { return {}; }

 private:
  opencollective::ClientOptions options_;
  os::Secret token_{sandbox_token};
};

class Listener final : public sync::Observer {
 public:
  void source_started(const std::string&) override {}
  void probed(const std::string&, const opencollective::Probe&) override {}
  void window_done(const sync::WindowDone&) override {}
  void found(const store::Finding& finding) override { told += "\n  " + finding.sentence; }
  void source_done(const std::string&, const std::vector<store::SourceOutcome>&,
                   const Error* failure) override {
    if (failure != nullptr) ADD_FAILURE() << failure->what();
  }
  std::string told;
};

class LateChanges {
 public:
  explicit LateChanges(std::uint64_t seed)
      : by_host_(seed % 2 == 0), server_(options(seed)), connector_(server_.url()) {}

  sync::RunResult sync(bool deep) {
    server_.sandbox().inspect([&](const World& world) { clock_.set(world.now); });
    clock_.sleep_ms(60'000 * ++nights_);
    sync::Options options;
    options.deep = deep;
    const auto perspective =
        by_host_ ? opencollective::Perspective::host : opencollective::Perspective::account;
    const std::vector<sync::SourceRequest> sources{
        {"books", perspective, by_host_ ? sandbox_host : sandbox_collective, {0}}};
    return sync::run_sync(database_, connector_, clock_, sources, options, listener_);
  }

  // What the end of a sync remembers is what is there, though it went through what is new alone.
  void look_over() {
    const sync::Lane lane = connector_.open();
    const auto source = store::find_source(database_, "books");
    const auto report =
        reconcile::look_over_source(database_, *lane.client, source.value(), clock_.now());
    EXPECT_TRUE(!report || report->agrees());
    store::AskedRows asked{by_host_, {source->account}};
    if (!by_host_) {
      for (const auto& member : store::members(database_, source->source)) {
        asked.accounts.push_back(member.account);
      }
    }
    store::WriteTransaction transaction(database_);
    store::count_news(database_);
    transaction.commit();
    const ledger::Instant now = clock_.now();
    for (const ledger::Instant before : {now - 400 * ledger::ms_per_day, now}) {
      EXPECT_EQ(
          told_of(store::remembered_sums(database_, asked, before)),
          told_of(store::stored_sums(database_, asked, {{0}, before}, store::SumDetail::account)));
    }
  }

  // Nothing has to be read again for it.
  void expect_reconciled() {
    const sync::Lane lane = connector_.open();
    const auto source = store::find_source(database_, "books");
    const reconcile::SourceReport report = reconcile::reconcile_source(
        database_, *lane.client, source.value(), {clock_.now(), true},
        [](const store::Interval&) { ADD_FAILURE() << "something is read again"; });
    EXPECT_TRUE(report.agrees());
    for (const reconcile::Difference& difference : report.differences) {
      EXPECT_FALSE(reconcile::remains(difference) || difference.healed)
          << name_of(difference.code) << " " << difference.slug << " " << difference.currency.code()
          << " " << difference.amount << " in "
          << ledger::format_rfc3339(difference.month.value_or(ledger::Instant{})) << " "
          << difference.kind << ": " << difference.detail;
    }
  }

  void expect_equal_ledgers() {
    SandboxDumps asked;
    SandboxDumps all;
    server_.sandbox().inspect([&](const World& world) {
      platform::DumpFilter filter;
      (by_host_ ? filter.host : filter.account) =
          by_host_ ? world.cast.demo_host : world.cast.demo_collective;
      filter.children = !by_host_;
      asked = {platform::dump_transactions(world, filter), platform::dump_expenses(world, filter)};
      all = {platform::dump_transactions(world, {}), platform::dump_expenses(world, {})};
    });
    expect_equal_ledger(asked, all, database_.file());
  }

  platform::SandboxServer& server() { return server_; }
  [[nodiscard]] const std::string& told() const { return listener_.told; }

 private:
  static std::string told_of(const std::vector<store::StoredSum>& sums) {
    std::string text;
    for (const store::StoredSum& sum : sums) {
      text += sum.account + " " + sum.host + " " + std::string(sum.host_currency.code()) + " " +
              std::string(sum.currency.code()) + " " + std::to_string(sum.rows) + " " +
              std::to_string(sum.balance.rounded(sum.host_currency)) + " " +
              std::to_string(sum.net) + " " + std::to_string(sum.account_net) + "\n";
    }
    return text;
  }

  static platform::SandboxOptions options(std::uint64_t seed) {
    platform::SandboxOptions options;
    options.world.seed = seed;
    options.world.transactions = 1'000;
    options.world.expenses = 120;
    options.rate.enabled = false;
    return options;
  }

  bool by_host_;
  platform::SandboxServer server_;
  SandboxConnector connector_;
  TemporaryDirectory directory_;
  store::Database database_{directory_.path() / "books.db", store::OpenMode::read_write};
  WorldClock clock_;
  Listener listener_;
  int nights_ = 0;
};

void expect_equal_after_any_mixture(std::uint64_t seed) {
  LateChanges books(seed);
  ASSERT_EQ(books.sync(false).exit_status(), 0);
  books.look_over();
  std::string events;
  books.server().sandbox().change([&](World& world) {
    Events what(world, seed);
    if (seed % 4 == 1) what.remove_child();
    what.happen(25);
    events = what.told();
  });
  SCOPED_TRACE("seed " + std::to_string(seed) + ": " + events);
  for (int night = 1; night <= 2; ++night) ASSERT_EQ(books.sync(true).exit_status(), 0);
  books.look_over();
  books.expect_equal_ledgers();
  books.expect_reconciled();
  const sync::RunResult quiet = books.sync(true);
  EXPECT_EQ(quiet.inserted + quiet.changed + quiet.findings, 0) << books.told();
}

TEST(LateChanges, TwoDeepSyncsEndWithThePlatformsOwnLedger) {
  if (std::getenv("BURSAR_SEED") != nullptr) {
    return expect_equal_after_any_mixture(number_from_environment("BURSAR_SEED", 1));
  }
  const std::uint64_t seeds = number_from_environment("BURSAR_SEEDS", 8);
  for (std::uint64_t seed = 1; seed <= seeds && !testing::Test::HasFailure(); ++seed) {
    expect_equal_after_any_mixture(seed);
  }
}

}  // namespace
}  // namespace bursar::tests
