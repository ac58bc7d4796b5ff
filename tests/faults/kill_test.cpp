// kill -9 at random moments of what pulls the ledger must end in the rows of an undisturbed run.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using Command = std::vector<std::string>;
using Steady = std::chrono::steady_clock;

// The long form of tests/faults/README.md sets 1000.
int wanted_kills(int usual) {
  const char* text = std::getenv("BURSAR_KILLS");
  return text == nullptr ? usual : std::atoi(text);
}

// Kills at moments within some two thirds of how long a whole run takes: short lives, so that one
// piece of work dies several times before it is through.
class Killer {
 public:
  explicit Killer(int wanted) : wanted_(wanted) {}

  [[nodiscard]] bool wants_more() const { return kills_ < wanted_; }
  [[nodiscard]] int kills() const { return kills_; }

  Finished time(const Installation& books, const Command& command) {
    const auto start = Steady::now();
    Finished finished = books.run(command);
    whole_ms_ = std::max<std::int64_t>(
        50, std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count());
    return finished;
  }

  // Runs the command again and again until it gets to its end.
  Finished run_to_the_end(const Installation& books, const Command& command) {
    for (;;) {
      Process process(books.command(command));
      if (wants_more()) {
        std::uniform_int_distribution<std::int64_t> moment(0, whole_ms_ * 2 / 3);
        std::this_thread::sleep_for(std::chrono::milliseconds(moment(random_)));
        process.signal(SIGKILL);
      }
      // One that was killed at once has not even opened the files for its output.
      if (process.wait().signal == 0) return books.finish(process);
      ++kills_;
    }
  }

 private:
  int wanted_;
  int kills_ = 0;
  std::int64_t whole_ms_ = 0;
  std::mt19937 random_{20261123};
};

// Small pages, so that there are many moments to be killed at.
const Command backfill{"-q", "backfill", "--page-size", "200", "--fixed-page-size"};
const std::string host_source = std::string("host = \"") + sandbox_host + "\"";

TEST(Kill, BackfillKilledAtRandomMomentsEndsInTheRowsOfAnUndisturbedOne) {
  const SandboxProcess sandbox({"--now", ago(std::chrono::minutes(15)), "--transactions", "20000",
                                "--expenses", "2000", "--rate-limit", "off"});
  const Installation undisturbed(sandbox, host_source);
  Killer killer(wanted_kills(12));
  const Finished finished = killer.time(undisturbed, backfill);
  ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
  ASSERT_EQ(integrity_problems(undisturbed.database()), "");
  const std::string expected = dump_everything(undisturbed.database());
  ASSERT_GT(expected.size(), 1'000'000U) << "the sandbox's host should have a ledger";

  int rounds = 0;
  while (killer.wants_more()) {
    const Installation killed(sandbox, host_source);
    const Finished done = killer.run_to_the_end(killed, backfill);
    ASSERT_EQ(done.ended.exit_status, 0) << done.errors;
    ++rounds;
    ASSERT_EQ(integrity_problems(killed.database()), "");
    ASSERT_TRUE(dump_everything(killed.database()) == expected)
        << "the rows differ after " << killer.kills() << " kills";
  }
  RecordProperty("kills", killer.kills());
  RecordProperty("backfills", rounds);
}

// Books that are pulled from the demo world, and copies of them from before.
class KilledNight : public testing::Test {
 protected:
  KilledNight() : sandbox_(demo_world()), books_(sandbox_, host_source) {
    expect_quiet_success(books_.run({"sync"}));
  }

  // Remembers the database as it is now.
  void remember() { fs::copy_file(books_.database(), remembered()); }
  void go_back() {
    for (const char* log : {"-wal", "-shm"}) fs::remove(books_.database().string() + log);
    fs::copy_file(remembered(), books_.database(), fs::copy_options::overwrite_existing);
  }

  // What is stored after `command` and the nights that a loss needs to be believed.
  std::string rows_after_some_nights() {
    for (int night = 0; night < 2; ++night) {
      const Finished finished = books_.run({"-q", "sync", "--deep"});
      EXPECT_EQ(finished.ended.exit_status, 0) << finished.errors;
    }
    EXPECT_EQ(integrity_problems(books_.database()), "");
    return dump_everything(books_.database());
  }

  void expect_the_same_rows_after_kills(const Command& command, int usual_kills) {
    remember();
    Killer killer(wanted_kills(usual_kills));
    const Finished finished = killer.time(books_, command);
    ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
    const std::string expected = rows_after_some_nights();
    expect_equal_ledger(sandbox_, books_.database(), ledger_of_host);
    while (killer.wants_more()) {
      go_back();
      const Finished done = killer.run_to_the_end(books_, command);
      ASSERT_EQ(done.ended.exit_status, 0) << done.errors;
      ASSERT_TRUE(rows_after_some_nights() == expected)
          << "the rows differ after " << killer.kills() << " kills";
    }
    RecordProperty("kills", killer.kills());
  }

  SandboxProcess sandbox_;
  Installation books_;

 private:
  [[nodiscard]] fs::path remembered() const { return books_.directory() / "remembered.db"; }
};

TEST_F(KilledNight, OfLateChangesEndsInTheRowsOfAnUndisturbedOne) {
  for (const char* what :
       {R"({"op": "insert", "account": "demo-collective", "rows": 60})",
        R"({"op": "insert", "account": "demo-project", "rows": 30, "at": "2021-05-06T07:08:09Z"})",
        R"({"op": "delete-row", "account": "demo-collective", "kind": "CONTRIBUTION", "index": 5})",
        R"({"op": "amend", "account": "demo-collective", "kind": "CONTRIBUTION", "index": 9,
            "amount": 12345})",
        R"({"op": "refund", "account": "demo-collective", "kind": "CONTRIBUTION", "index": 2})",
        R"({"op": "reinsert-row", "account": "demo-collective", "kind": "CONTRIBUTION",
            "index": 11})",
        R"({"op": "expense", "account": "demo-collective", "status": "PENDING", "index": 0,
            "transition": "approve"})"}) {
    change(sandbox_, what);
  }
  expect_the_same_rows_after_kills({"-q", "sync", "--page-size", "50", "--fixed-page-size"}, 8);
}

TEST_F(KilledNight, OfHealingEndsInTheRowsOfThePlatform) {
  {
    SQLite::Database database(books_.database().string(), SQLite::OPEN_READWRITE);
    database.exec(
        "PRAGMA foreign_keys = OFF;"
        "DELETE FROM transactions WHERE row IN (SELECT row FROM transactions WHERE "
        "host_net_amount <> 0 ORDER BY created_at LIMIT 3 OFFSET 40);"
        "UPDATE transactions SET host_amount = host_amount + 7, host_net_amount = "
        "host_net_amount + 7 WHERE row IN (SELECT row FROM transactions WHERE host_net_amount <> "
        "0 ORDER BY created_at DESC LIMIT 3 OFFSET 200)");
  }
  expect_the_same_rows_after_kills({"-q", "reconcile", "--repair"}, 8);
}

}  // namespace
}  // namespace bursar::tests
