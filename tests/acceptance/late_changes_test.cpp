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
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/source_report.hpp"
#include "late_events.hpp"
#include "ledger_comparison.hpp"
#include "process.hpp"
#include "sandbox_within.hpp"
#include "server/server.hpp"
#include "store/account_sums.hpp"
#include "store/balances.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "sync/run.hpp"
#include "world/dump.hpp"

namespace bursar::tests {
namespace {

namespace platform = bursar::sandbox;
using platform::World;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

class LateChanges {
 public:
  explicit LateChanges(std::uint64_t seed)
      : by_host_(seed % 2 == 0), server_(options(seed)), connector_(server_.url()) {}

  sync::RunResult sync(bool deep) {
    server_.sandbox().inspect([&](const World& world) { clock_.set(world.now); });
    clock_.sleep_ms(60'000 * ++nights_);
    sync::Options options;
    options.deep = deep;
    sync::RunResult result =
        sync::run_sync(database_, connector_, clock_, sources(), options, listener_);
    for (const audit::SourceReport& report : result.audits) {
      for (const audit::Difference& difference : report.differences) {
        EXPECT_FALSE(audit::remains(difference)) << told_of(difference);
      }
    }
    return result;
  }

  // What the end of a sync remembers is what is there, though it went through what is new alone.
  void expect_true_memory() {
    const auto source = store::find_source(database_, "books");
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

  // Nothing has to be read again for it, but for sides that the platform itself has unequal.
  void expect_reconciled(bool sides_differ) {
    const sync::RunResult result =
        sync::run_reconcile(database_, connector_, clock_, sources(), {}, listener_);
    ASSERT_EQ(result.audits.size(), 1U);
    const audit::SourceReport& report = result.audits.front();
    EXPECT_TRUE(report.agrees());
    EXPECT_TRUE(sides_differ || report.read_again.empty()) << "something is read again";
    for (const audit::Difference& difference : report.differences) {
      EXPECT_FALSE(audit::remains(difference) || difference.repaired) << told_of(difference);
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
  [[nodiscard]] std::vector<sync::SourceRequest> sources() const {
    const auto perspective =
        by_host_ ? opencollective::Perspective::host : opencollective::Perspective::account;
    return {{"books", perspective, by_host_ ? sandbox_host : sandbox_collective, {0}}};
  }

  static std::string told_of(const audit::Difference& difference) {
    return fmt::format("{} {} {} {} in {} {}: {}", name_of(difference.code), difference.slug,
                       difference.currency.code(), difference.amount,
                       ledger::format_rfc3339(difference.month.value_or(ledger::Instant{})),
                       difference.kind, difference.detail);
  }
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
  books.expect_true_memory();
  std::string events;
  bool sides_differ = false;
  books.server().sandbox().change([&](World& world) {
    LateEvents what(world, seed);
    if (seed % 4 == 1) what.remove_child();
    what.happen(25);
    events = what.told();
    sides_differ = what.sides_differ();
  });
  SCOPED_TRACE("seed " + std::to_string(seed) + ": " + events);
  for (int night = 1; night <= 2; ++night) ASSERT_EQ(books.sync(true).exit_status(), 0);
  books.expect_true_memory();
  books.expect_equal_ledgers();
  books.server().sandbox().change([](World& world) { world.refresh_views(); });
  books.expect_reconciled(sides_differ);
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
