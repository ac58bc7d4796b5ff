// What changes in any month of ten years is found and stored by the ordinary run after it, without
// an alarm; what was deleted leaves the books in the second run. The long form:
//
//   BURSAR_SEEDS=100 BURSAR_NIGHTS=60 ctest --preset release -R AuditedNights
//
// One seed alone: BURSAR_SEED=17. What every run asked for and found: BURSAR_FIGURES=1.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/source_report.hpp"
#include "late_events.hpp"
#include "process.hpp"
#include "sandbox_within.hpp"
#include "server/server.hpp"
#include "store/database.hpp"
#include "store_dump.hpp"
#include "sync/run.hpp"
#include "world/dump.hpp"

namespace bursar::tests {
namespace {

namespace platform = bursar::sandbox;
using platform::Micros;
using platform::World;

// The requests of a run without news, at most.
constexpr std::int64_t quiet_requests = 8;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(at, from), text.size());
    parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

// What a row comes to.
struct MoneyRow {
  std::string created;  // RFC 3339
  std::string account;  // public id
  std::string rest;     // amounts, fees, tax, rate, currencies, kind, direction, whether a refund
  [[nodiscard]] std::string month() const { return created.substr(0, 7); }
  [[nodiscard]] std::string told() const { return created + " " + account + " " + rest; }
  bool operator==(const MoneyRow&) const = default;
};
using MoneyRows = std::map<std::string, MoneyRow>;  // by id

// Of the sandbox's dump, or of store_dump, which have the same columns (tests/sandbox/README.md).
// The API gives null for the tax of some rows, which counts as zero (F 12.7).
MoneyRows money_rows(const std::string& dump) {
  constexpr std::size_t tax = 12;
  constexpr std::size_t others[] = {3, 4, 9, 10, 11, tax, 13, 14, 15, 16, 17, 18, 19, 26};
  MoneyRows rows;
  for (const std::string& line : split(dump, '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string> fields = split(line, '\t');
    MoneyRow& row = rows[fields.front()];
    row.created = fields.at(7);
    row.account = fields.at(20);
    for (const std::size_t column : others) {
      row.rest += (column == tax && fields.at(tax).empty() ? "0" : fields.at(column)) + " ";
    }
  }
  return rows;
}

// The months of rows that are not the same in both, those left out that `is_told_otherwise`: with
// the row as it was and as it is, or nothing.
std::set<std::string> months_that_differ(
    const MoneyRows& before, const MoneyRows& now,
    const std::function<bool(const std::string& id, const MoneyRow*, const MoneyRow*)>&
        is_told_otherwise) {
  std::map<std::string, std::pair<const MoneyRow*, const MoneyRow*>> both;
  for (const auto& [id, row] : before) both[id].first = &row;
  for (const auto& [id, row] : now) both[id].second = &row;
  std::set<std::string> months;
  for (const auto& [id, rows] : both) {
    const auto& [was, is] = rows;
    const bool same = was != nullptr && is != nullptr && *was == *is;
    if (same || is_told_otherwise(id, was, is)) continue;
    for (const MoneyRow* row : {was, is}) {
      if (row != nullptr) months.insert(row->month());
    }
  }
  return months;
}

std::string month_of(const audit::Difference& difference) {
  return difference.month ? ledger::format_rfc3339(*difference.month).substr(0, 7) : "";
}

std::string told_of(const audit::Difference& difference) {
  return fmt::format("{}{} {} {} {} in {} {}: {}", name_of(difference.code),
                     difference.repaired ? " (repaired)" : "", difference.slug,
                     difference.currency.code(), difference.amount, month_of(difference),
                     difference.kind, difference.detail);
}

struct Setting {
  std::uint64_t seed = 1;
  bool by_host = false;
  bool views_lag = false;
  std::uint32_t transactions = 1'500;
};

Setting setting_of(std::uint64_t seed) {
  return {seed, seed % 2 == 0, seed / 2 % 2 == 0};
}

// A platform and the books that are kept of it.
class Books {
 public:
  explicit Books(const Setting& setting)
      : setting_(setting), server_(options(setting)), connector_(server_.url()) {}

  void change(const std::function<void(World&, LateEvents&)>& change) {
    server_.sandbox().change([&](World& world) {
      if (!events_) {
        LateEvents::Among among{0, 0};
        (setting_.by_host ? among.host : among.family) = source_of(world);
        events_ = std::make_unique<LateEvents>(world, setting_.seed, among);
      }
      change(world, *events_);
    });
  }

  sync::RunResult sync(bool deep = false) {
    server_.sandbox().inspect([&](const World& world) { clock_.set(world.now); });
    sync::Options options;
    options.deep = deep;
    // That so much is not lost unasked is shown elsewhere.
    options.losses.max_shrink_percent = 100;
    listener_.told.clear();
    return sync::run_sync(database_, connector_, clock_, sources(), options, listener_);
  }
  sync::RunResult reconcile() {
    listener_.told.clear();
    return sync::run_reconcile(database_, connector_, clock_, sources(), {}, listener_);
  }

  // What the platform shows of the source today.
  [[nodiscard]] MoneyRows platform_rows() {
    std::string dump;
    server_.sandbox().inspect([&](const World& world) {
      platform::DumpFilter filter;
      (setting_.by_host ? filter.host : filter.account) = source_of(world);
      filter.children = !setting_.by_host;
      dump = platform::dump_transactions(world, filter);
    });
    return money_rows(dump);
  }
  // What is stored of the same accounts, or of the same host, and not known to be deleted.
  [[nodiscard]] MoneyRows stored_rows() {
    const std::size_t column = setting_.by_host ? 22 : 20;
    const std::set<std::string> wanted = setting_.by_host ? host() : members();
    std::string dump;
    for (const std::string& line : split(dump_transactions(database_.file()), '\n')) {
      if (!line.empty() && wanted.count(split(line, '\t').at(column)) > 0) dump += line + '\n';
    }
    return money_rows(dump);
  }
  // Ids of those that one run alone has not found so far.
  [[nodiscard]] std::set<std::string> missing_once() {
    const auto ids = split(query(database_.file(),
                                 "SELECT record FROM suspects WHERE stream = 'transactions' "
                                 "AND runs_missed = 1"),
                           '\n');
    return {ids.begin(), ids.end()};
  }
  // Public ids of the accounts that the source has today.
  [[nodiscard]] std::set<std::string> members() {
    std::set<std::string> ids;
    server_.sandbox().inspect([&](const World& world) {
      for (platform::AccountId id = 1; id <= world.accounts.size(); ++id) {
        const bool is_child = world.accounts[id].parent == source_of(world) && world.visible(id);
        const bool is_ours = setting_.by_host ? world.visible(id) : id == source_of(world);
        if (is_ours || is_child) ids.insert(name(world, id));
      }
    });
    return ids;
  }

  // Every third stored row is lost, as of a damaged database.
  void lose_a_third() {
    SQLite::Database database(database_.file().string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA foreign_keys = OFF");
    database.exec("DELETE FROM transactions WHERE row % 3 = 0");
  }

  // "2026-11": that in which it was so long ago.
  [[nodiscard]] std::string month_before(Micros ago) {
    std::string month;
    server_.sandbox().inspect(
        [&](const World& world) { month = platform::iso(world.now - ago).substr(0, 7); });
    return month;
  }
  // What the last run asked for.
  [[nodiscard]] std::string asked() { return connector_.questions().take(); }
  [[nodiscard]] const std::string& told() const { return listener_.told; }
  [[nodiscard]] const std::filesystem::path& file() const { return database_.file(); }

 private:
  [[nodiscard]] platform::AccountId source_of(const World& world) const {
    return setting_.by_host ? world.cast.demo_host : world.cast.demo_collective;
  }
  static std::string name(const World& world, platform::AccountId id) {
    return world.ids.public_id(platform::Entity::Account, id);
  }
  [[nodiscard]] std::set<std::string> host() {
    std::set<std::string> ids;
    server_.sandbox().inspect(
        [&](const World& world) { ids.insert(name(world, world.cast.demo_host)); });
    return ids;
  }
  [[nodiscard]] std::vector<sync::SourceRequest> sources() const {
    const auto perspective =
        setting_.by_host ? opencollective::Perspective::host : opencollective::Perspective::account;
    return {{"books", perspective, setting_.by_host ? sandbox_host : sandbox_collective, {0}}};
  }
  static platform::SandboxOptions options(const Setting& setting) {
    platform::SandboxOptions options;
    options.world.seed = setting.seed;
    options.world.transactions = setting.transactions;
    options.world.expenses = 120;
    // So that some days later it is the same month.
    options.world.now = platform::from_civil(2026, 12, 3) + platform::kDay / 2;
    options.views_lag = setting.views_lag;
    options.rate.enabled = false;
    return options;
  }

  Setting setting_;
  platform::SandboxServer server_;
  SandboxConnector connector_;
  TemporaryDirectory directory_;
  store::Database database_{directory_.path() / "books.db", store::OpenMode::read_write};
  WorldClock clock_;
  Listener listener_;
  std::unique_ptr<LateEvents> events_;
};

// Night after night, each a day after the one before.
class Nights {
 public:
  explicit Nights(const Setting& setting)
      : setting_(setting), books_(setting), random_(setting.seed * 7919) {
    run_after("");
  }

  // A day in which so many things happen, and the run after it.
  void live_through(int events) {
    run_after(let_happen(events, [](LateEvents& e) { e.money_moves(); }));
  }
  // False where it cannot happen here.
  bool live_through(const std::string& event) {
    bool possible = false;
    const std::string happened = let_happen(1, [&](LateEvents& e) { possible = e.happens(event); });
    if (possible) run_after(happened);
    return possible;
  }
  // Nobody can see it but by reading everything.
  bool live_through_unseen(const std::string& event) {
    bool possible = false;
    (void)let_happen(1, [&](LateEvents& e) { possible = e.happens(event); });
    if (!possible) return false;
    SCOPED_TRACE(place());
    before_ = books_.platform_rows();
    expect_good(books_.sync());
    EXPECT_FALSE(differing_rows().empty()) << "seen: it belongs to the others";
    expect_good(books_.sync(true));
    expect_equal_money();
    return true;
  }

 private:
  std::string let_happen(int times, const std::function<void(LateEvents&)>& happen) {
    std::string told;
    books_.change([&](World& world, LateEvents& events) {
      const Micros morning = world.now;
      std::vector<Micros> hours;
      // Two hours before the run at the latest: the hourly view knows it.
      for (int i = 0; i < times; ++i) hours.push_back(random_.between(0, 21) * platform::kHour);
      std::sort(hours.begin(), hours.end());
      for (const Micros hour : hours) {
        world.advance(std::max<Micros>(morning + hour - world.now, 0));
        happen(events);
      }
      world.advance(morning + platform::kDay - world.now);
      told = events.told();
      events.forget_told();
    });
    return told;
  }

  void run_after(const std::string& happened) {
    history_ += fmt::format("\n night {}: {}", nights_, happened);
    SCOPED_TRACE(place());
    const bool is_first = nights_++ == 0;
    const MoneyRows now = books_.platform_rows();
    const std::set<std::string> members = books_.members();
    const std::set<std::string> missing = books_.missing_once();
    const sync::RunResult result = books_.sync();
    show(result, happened);
    expect_good(result);
    // Rows of children that are new or gone are told of with these, those that were missing once
    // never left the store, and what every run reads again is no difference.
    const std::string read_anyway = books_.month_before(4 * platform::kDay);
    const auto is_told_otherwise = [&](const std::string& id, const auto* was, const auto* is) {
      return missing.count(id) > 0 || (was != nullptr && members.count(was->account) == 0) ||
             (is != nullptr && (members_.count(is->account) == 0 || is->month() >= read_anyway));
    };
    if (!is_first) expect_told(result, months_that_differ(before_, now, is_told_otherwise));
    if (!is_first && happened.empty() && !waits_) expect_quiet(result);
    waits_ = !happened.empty();
    members_ = members;
    last_ = std::exchange(before_, now);
    expect_equal_money();
  }

  [[nodiscard]] std::string place() const {
    return fmt::format("seed {}, {}, {}:{}", setting_.seed,
                       setting_.by_host ? "by host" : "by account",
                       setting_.views_lag ? "views lag" : "live views", history_);
  }
  void show(const sync::RunResult& result, const std::string& happened) {
    const std::string asked = books_.asked();
    if (std::getenv("BURSAR_FIGURES") == nullptr) return;
    fmt::print("seed {} night {}: {} requests after \"{}\": {}\n", setting_.seed, nights_ - 1,
               result.requests, happened, asked);
    for (const audit::SourceReport& report : result.audits) {
      for (const audit::Difference& one : report.differences) fmt::print("  {}\n", told_of(one));
      for (const audit::AccountBalance& line : report.balances) {
        fmt::print("  {} {}: {}, platform {}, stored {}\n", line.slug, line.currency.code(),
                   name_of(line.state), line.platform_now.value_or(0), line.net);
      }
    }
  }

  void expect_good(const sync::RunResult& result) {
    EXPECT_EQ(result.exit_status(), 0) << books_.told();
    for (const audit::SourceReport& report : result.audits) {
      for (const audit::Difference& difference : report.differences) {
        EXPECT_FALSE(audit::remains(difference)) << told_of(difference);
      }
    }
  }
  // Each month of a change that is older than what every run reads again is told of; those before
  // the first stored row as one.
  void expect_told(const sync::RunResult& result, const std::set<std::string>& months) {
    std::set<std::string> told;
    std::string all;
    for (const audit::SourceReport& report : result.audits) {
      for (const audit::Difference& difference : report.differences) {
        all += "\n  " + told_of(difference);
        if (difference.repaired) told.insert(month_of(difference));
      }
      // Where more than half of history differed, all of it was read.
      for (const store::Interval& read : report.read_again) {
        const bool is_most = read.to - read.from > 365 * ledger::ms_per_day;
        for (const std::string& month : months) {
          const ledger::Instant start =
              ledger::parse_rfc3339(month + "-01T00:00:00.000Z").value_or(ledger::Instant{});
          if (is_most && read.from <= start && start < read.to) told.insert(month);
        }
      }
    }
    const std::string read_anyway = books_.month_before(4 * platform::kDay);
    for (const std::string& month : months) {
      const bool is_told =
          told.count(month) > 0 || (month < first_month() && told.count(first_month()) > 0);
      EXPECT_TRUE(month >= read_anyway || is_told)
          << month << " is not told of" << all << books_.told();
    }
  }
  [[nodiscard]] std::string first_month() const {
    std::string first = "9999";
    for (const auto& [id, row] : before_) first = std::min(first, row.month());
    return first;
  }
  void expect_quiet(const sync::RunResult& result) {
    EXPECT_LE(result.requests, quiet_requests);
    EXPECT_EQ(result.inserted + result.changed + result.findings, 0) << books_.told();
  }

  // Rows of which something else is stored than there is, or nothing, or more than what was deleted
  // since the run before.
  std::vector<std::string> differing_rows() {
    const MoneyRows stored = books_.stored_rows();
    const std::set<std::string> missing = books_.missing_once();
    std::vector<std::string> differing;
    for (const auto& [id, row] : before_) {
      const auto found = stored.find(id);
      const bool is_stored = found != stored.end();
      if (is_stored && (found->second == row || is_late(id, found->second, row))) continue;
      differing.push_back(fmt::format("{} is {}\n  and stored as {}", id, row.told(),
                                      is_stored ? found->second.told() : "nothing"));
    }
    for (const auto& [id, row] : stored) {
      const bool first_time = missing.count(id) > 0 && last_.count(id) > 0;
      if (before_.count(id) > 0 || first_time) continue;
      differing.push_back(fmt::format("{} is stored and not there: {}", id, row.told()));
    }
    return differing;
  }
  // That a row went from one child to another their balances alone tell, which are a day behind.
  [[nodiscard]] bool is_late(const std::string& id, const MoneyRow& stored,
                             const MoneyRow& row) const {
    MoneyRow moved = stored;
    moved.account = row.account;
    const auto before = last_.find(id);
    const bool is_new = before != last_.end() && before->second == stored;
    return setting_.views_lag && !setting_.by_host && is_new && moved == row;
  }
  void expect_equal_money() {
    const std::vector<std::string> differing = differing_rows();
    for (std::size_t i = 0; i < differing.size() && i < 5; ++i) ADD_FAILURE() << differing[i];
    EXPECT_LE(differing.size(), 5U) << "rows differ in all";
  }

  Setting setting_;
  Books books_;
  platform::Random random_;
  std::set<std::string> members_;  // accounts that the last run knew
  MoneyRows before_;               // on the platform in the last run
  MoneyRows last_;                 // and in the one before
  bool waits_ = false;             // something of the day before is to be confirmed
  int nights_ = 0;
  std::string history_;
};

void live(std::uint64_t seed, std::uint64_t nights) {
  Nights life(setting_of(seed));
  platform::Random random(seed);
  for (std::uint64_t night = 0; night < nights && !testing::Test::HasFailure(); ++night) {
    life.live_through(random.chance(40) ? 0 : static_cast<int>(random.between(1, 3)));
  }
}

TEST(AuditedNights, WhatChangesInAnyMonthIsStoredByTheNextRun) {
  const std::uint64_t nights = number_from_environment("BURSAR_NIGHTS", 20);
  if (std::getenv("BURSAR_SEED") != nullptr) {
    return live(number_from_environment("BURSAR_SEED", 1), nights);
  }
  const std::uint64_t seeds = number_from_environment("BURSAR_SEEDS", 8);
  for (std::uint64_t seed = 1; seed <= seeds && !HasFailure(); ++seed) live(seed, nights);
}

// Each by itself, so that none is left to chance.
class AuditedEvent : public testing::TestWithParam<std::string> {};

TEST_P(AuditedEvent, IsStoredByTheNextRun) {
  int times = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Nights life(setting_of(seed));
    if (GetParam().find("restored") != std::string::npos) {
      (void)life.live_through("300 rows deleted");
      if (seed > 2) life.live_through(0);
    }
    if (GetParam().find("this month") != std::string::npos) {
      (void)life.live_through("new rows");
      for (int night = 0; night < 6; ++night) life.live_through(0);
    }
    if (!life.live_through(GetParam())) continue;
    ++times;
    life.live_through(0);
    life.live_through(0);
  }
  EXPECT_GT(times, 0);
}

std::string name_of_event(const testing::TestParamInfo<std::string>& event) {
  std::string name = event.param;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Events, AuditedEvent,
                         testing::ValuesIn(LateEvents::names_of_money_events()), name_of_event);

// So that no room is left between an account's children and what a request can hold.
TEST(AuditedNights, TwoHundredAccountsTakeNoMoreRequestsThanOneDoes) {
  constexpr std::size_t children = 199;
  Books books({.seed = 3});
  books.change([](World& world, LateEvents&) {
    const platform::AccountId parent = world.cast.demo_collective;
    for (std::size_t i = 0; i < children; ++i) {
      std::size_t there = 0;
      for (platform::AccountId id = 1; id <= world.accounts.size(); ++id) {
        there += world.accounts[id].parent == parent && world.visible(id) ? 1U : 0U;
      }
      if (there == children) break;
      const std::string slug = fmt::format("child-{}", i);
      platform::add_child(world, parent, platform::AccountType::Project, slug, slug);
    }
  });
  EXPECT_EQ(books.members().size(), children + 1);
  EXPECT_EQ(books.sync().exit_status(), 0) << books.told();
  for (int night = 0; night < 2; ++night) {
    books.change([](World& world, LateEvents&) { world.advance(platform::kDay); });
    const sync::RunResult result = books.sync();
    EXPECT_EQ(result.exit_status(), 0) << books.told();
    EXPECT_LE(result.requests, quiet_requests) << books.asked();
  }
}

class RepairedLoss : public testing::TestWithParam<bool> {};  // by host

// Of a store that lacks a third of its rows, reconciling repairs all for little more than what
// reading everything takes.
TEST_P(RepairedLoss, TakesAtMostAFifthMoreRequestsThanADeepRun) {
  const Setting setting{5, GetParam()};
  Books reconciled(setting);
  Books read(setting);
  for (Books* books : {&reconciled, &read}) {
    EXPECT_EQ(books->sync().exit_status(), 0) << books->told();
    books->lose_a_third();
    (void)books->asked();
  }
  const sync::RunResult by_reconciling = reconciled.reconcile();
  const sync::RunResult by_reading = read.sync(true);
  for (Books* books : {&reconciled, &read}) {
    EXPECT_EQ(books->stored_rows(), books->platform_rows());
  }
  EXPECT_EQ(by_reconciling.exit_status(), 0) << reconciled.told();
  EXPECT_LE(10 * by_reconciling.requests, 12 * by_reading.requests) << reconciled.asked() << "\n"
                                                                    << read.asked();
  RecordProperty("requests", fmt::format("{} of {}", by_reconciling.requests, by_reading.requests));
}

INSTANTIATE_TEST_SUITE_P(Perspectives, RepairedLoss, testing::Bool());

class UnseenEvent : public testing::TestWithParam<std::string> {};

TEST_P(UnseenEvent, IsStoredByADeepRun) {
  int times = 0;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    Nights life(setting_of(seed));
    if (life.live_through_unseen(GetParam())) ++times;
  }
  EXPECT_GT(times, 0);
}

INSTANTIATE_TEST_SUITE_P(Events, UnseenEvent,
                         testing::ValuesIn(LateEvents::names_of_unseen_events()), name_of_event);

}  // namespace
}  // namespace bursar::tests
