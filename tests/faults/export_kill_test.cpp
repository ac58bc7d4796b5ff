// kill -9 and a full disk between any two system calls of an export, while a consumer takes every
// file away the moment it appears: what the consumer sees must be what an undisturbed run gives.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "faults.hpp"
#include "process.hpp"
#include "random_platform.hpp"
#include "sandbox_process.hpp"
#include "store/coverage.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

// By name: what a consumer has ever seen.
using Seen = std::map<std::string, std::string>;

constexpr int usual_stride = 29;

constexpr const char* configuration = R"(schema = 1
time_zone = "Europe/Brussels"
[store]
database = "bursar.db"
[source.books]
host = "host"
[profile.bank]
source = "books"
layout = "ofx"
books = "none"
directory = "drop"
start = "beginning"
max_corrections = 100000
[profile.journal]
source = "books"
layout = "quickbooks-journal"
chart = "us-host"
directory = "drop"
start = "beginning"
max_corrections = 100000
[profile.rows]
source = "books"
layout = "transactions"
directory = "drop"
start = "beginning"
)";

// A database with its archive and drop directory, filled in process and exported by the program.
class World {
 public:
  World() : platform_(4, true) {
    std::ofstream(file("bursar.toml")) << configuration;
    fs::create_directory(file("drop"));
  }

  [[nodiscard]] fs::path file(const std::string& name) const { return directory_.path() / name; }

  // So many more days of the ledger.
  void live(int days) {
    store::Database database(file("bursar.db"), store::OpenMode::read_write);
    store::RecordWriter writer(database);
    store::WriteTransaction transaction(database);
    store::WriteContext context;
    context.now = now_;
    context.run = store::begin_run(database, "test", "test", now_);
    const ledger::Instant start = ledger::parse_rfc3339("2015-01-01T00:00:00Z").value();
    const store::Source source = store::open_source(database, "books", "host", "acc_host", start);
    for (int day = 0; day < days; ++day) {
      platform_.live_through(now_, now_ + ledger::ms_per_day);
      now_ = now_ + ledger::ms_per_day;
    }
    platform_.write(database, source.source, writer, context);
    store::record_window(database, {source.source, "transactions", ""},
                         {{start, now_}, 0, context.run, now_});
    transaction.commit();
  }

  void copy_to(const fs::path& other) const {
    fs::remove_all(other);
    fs::copy(directory_.path(), other, fs::copy_options::recursive);
  }

 private:
  TemporaryDirectory directory_;
  property::RandomPlatform platform_;
  ledger::Instant now_ = ledger::parse_rfc3339("2026-01-01T03:00:00Z").value();
};

// Runs the export in `directory`, with a fault where `fault` names one.
Finished export_in(const fs::path& directory, const std::vector<std::string>& profiles,
                   const std::string& fault = {}, int at = 0) {
  const Environment environment = fault.empty() ? Environment{} : with_fault(fault, at);
  std::vector<std::string> command{bursar_program(), "--config",
                                   (directory / "bursar.toml").string(), "export"};
  command.insert(command.end(), profiles.begin(), profiles.end());
  return run(command, environment);
}

// Takes away what is visible. The same name twice is a file handed over twice.
void consume(const fs::path& directory, Seen& seen) {
  for (const fs::directory_entry& entry : fs::directory_iterator(directory / "drop")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".")) continue;
    EXPECT_TRUE(seen.emplace(name, read_file(entry.path())).second)
        << name << " appeared once more";
    fs::remove(entry.path());
  }
}

Seen undisturbed(const World& world, const std::vector<std::string>& profiles) {
  const TemporaryDirectory scratch;
  const fs::path place = scratch.path() / "world";
  world.copy_to(place);
  const Finished finished = export_in(place, profiles);
  EXPECT_LE(finished.ended.exit_status, 3) << finished.errors;
  Seen seen;
  consume(place, seen);
  EXPECT_FALSE(seen.empty());
  return seen;
}

void expect_same(const Seen& seen, const Seen& expected) {
  for (const auto& [name, bytes] : expected) {
    const auto found = seen.find(name);
    if (found == seen.end()) {
      ADD_FAILURE() << name << " never appeared";
    } else {
      EXPECT_TRUE(found->second == bytes) << name << " has other bytes";
    }
  }
  EXPECT_EQ(seen.size(), expected.size());
}

// After a fault: the next run must make it whole, and the one after must have nothing to do.
void expect_recovery(const fs::path& place, const std::vector<std::string>& profiles,
                     const Seen& expected, Seen& seen) {
  const Finished next = export_in(place, profiles);
  EXPECT_LE(next.ended.exit_status, 3) << next.errors;
  consume(place, seen);
  expect_same(seen, expected);
  (void)export_in(place, profiles);
  Seen nothing;
  consume(place, nothing);
  nothing.erase("rows-2.csv");
  EXPECT_TRUE(nothing.empty()) << "handed over once more";
}

// Lets the export meet a fault at one call after the other, until it has no such call any more.
// `met` tells whether it met it; `check` is given it as it ended, and what was seen by then.
// Returns how many faults it met.
template <typename Met, typename Check>
int strike_everywhere(const World& world, const std::vector<std::string>& profiles,
                      const std::string& how, Met met, Check check) {
  const Seen expected = undisturbed(world, profiles);
  const TemporaryDirectory scratch;
  const fs::path place = scratch.path() / "world";
  int faults = 0;
  for (int at = 1; !testing::Test::HasFailure(); at += fault_stride(usual_stride)) {
    SCOPED_TRACE(how + " at call " + std::to_string(at));
    world.copy_to(place);
    const Finished finished = export_in(place, profiles, how, at);
    Seen seen;
    consume(place, seen);
    if (!met(finished)) break;
    ++faults;
    check(finished, seen, expected);
    expect_recovery(place, profiles, expected, seen);
  }
  return faults;
}

int kill_everywhere(const World& world, const std::vector<std::string>& profiles) {
  const auto met = [](const Finished& finished) { return finished.ended.signal == SIGKILL; };
  return strike_everywhere(world, profiles, "kill", met,
                           [](const Finished&, const Seen&, const Seen&) {});
}

int fill_everywhere(const World& world, const std::string& profile, const std::string& how) {
  // What fails after the batch is recorded and its files are in their places is no failure.
  const auto check = [](const Finished& finished, const Seen& seen, const Seen& expected) {
    const int status = finished.ended.exit_status;
    EXPECT_TRUE(status <= 3 ? seen == expected : says_cannot_write(finished))
        << status << ": " << finished.errors;
  };
  return strike_everywhere(world, {profile}, how, was_starved, check);
}

// Returns how many exports ended early when they were told to stop.
int stop_everywhere(const World& world, const std::vector<std::string>& profiles) {
  int stopped = 0;
  const auto check = [&](const Finished& finished, const Seen& seen, const Seen& expected) {
    EXPECT_EQ(finished.ended.signal, 0);
    if (finished.ended.exit_status == 75) {
      ++stopped;
      EXPECT_LT(seen.size(), expected.size());
    } else {  // nothing was left to do
      EXPECT_LE(finished.ended.exit_status, 3) << finished.errors;
      expect_same(seen, expected);
    }
  };
  strike_everywhere(world, profiles, "stop", was_told_to_stop, check);
  return stopped;
}

const std::vector<std::string> everything{"bank", "journal", "rows"};

TEST(ExportKill, AFirstBatchKilledBeforeAnyCallReachesTheConsumerOnceAndWhole) {
  World world;
  world.live(12);
  const int kills = kill_everywhere(world, everything);
  EXPECT_GT(kills, 3);
  RecordProperty("kills", kills);
}

TEST(ExportKill, ABatchOfCorrectionsKilledBeforeAnyCallReachesTheConsumerOnceAndWhole) {
  World world;
  world.live(20);
  ASSERT_LE(export_in(world.file(""), everything).ended.exit_status, 3);
  Seen first;
  consume(world.file(""), first);
  world.live(12);
  const int kills = kill_everywhere(world, everything);
  EXPECT_GT(kills, 3);
  RecordProperty("kills", kills);
}

TEST(ExportKill, AnExportThatIsToldToStopAtAnyCallStopsOrEndsWhole) {
  World world;
  world.live(12);
  const int stopped = stop_everywhere(world, everything);
  EXPECT_GT(stopped, 3);
  RecordProperty("stopped", stopped);
}

TEST(ExportKill, AFullDiskIsToldAndNothingIsMarked) {
  World world;
  world.live(12);
  int faults = 0;
  for (const char* how : {"full", "full-once"}) {
    for (const std::string& profile : everything) faults += fill_everywhere(world, profile, how);
  }
  EXPECT_GT(faults, 3);
  RecordProperty("faults", faults);
}

}  // namespace
}  // namespace bursar::tests
