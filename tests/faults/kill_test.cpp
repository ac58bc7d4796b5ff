// kill -9 at random moments of a backfill must end in the rows of an undisturbed one.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "installation.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using Steady = std::chrono::steady_clock;

// The long form of tests/faults/README.md sets 200.
int wanted_kills() {
  const char* text = std::getenv("BURSAR_KILLS");
  return text == nullptr ? 12 : std::atoi(text);
}

// Small pages, so that there are many moments to be killed at.
const std::vector<std::string> backfill{"-q", "backfill", "--page-size", "200",
                                        "--fixed-page-size"};
const std::string source = std::string("host = \"") + sandbox_host + "\"";

TEST(Kill, BackfillKilledAtRandomMomentsEndsInTheRowsOfAnUndisturbedOne) {
  const SandboxProcess sandbox({"--now", ago(std::chrono::minutes(15)), "--transactions", "20000",
                                "--expenses", "2000", "--rate-limit", "off"});
  const Installation undisturbed(sandbox, source);
  const auto start = Steady::now();
  const Finished finished = undisturbed.run(backfill);
  ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
  const auto whole_ms = std::max<std::int64_t>(
      50, std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count());
  ASSERT_EQ(integrity_problems(undisturbed.database()), "");
  const std::string expected = dump_everything(undisturbed.database());
  ASSERT_GT(expected.size(), 1'000'000U) << "the sandbox's host should have a ledger";

  std::mt19937 random(20261123);
  int kills = 0;
  int rounds = 0;
  while (kills < wanted_kills()) {
    const Installation killed(sandbox, source);
    bool done = false;
    while (!done) {
      Process process(killed.command(backfill));
      if (kills < wanted_kills()) {
        // Short lives, so that one backfill dies several times before it is through.
        std::uniform_int_distribution<std::int64_t> moment(0, whole_ms * 2 / 3);
        std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
        process.signal(SIGKILL);
      }
      const Ended ended = process.wait();
      kills += ended.signal == SIGKILL ? 1 : 0;
      done = ended.signal == 0;
      if (done) {
        ASSERT_EQ(ended.exit_status, 0) << read_file(killed.directory() / "errors");
      }
    }
    ++rounds;
    ASSERT_EQ(integrity_problems(killed.database()), "");
    ASSERT_TRUE(dump_everything(killed.database()) == expected)
        << "the rows differ after " << kills << " kills";
  }
  RecordProperty("kills", kills);
  RecordProperty("backfills", rounds);
}

}  // namespace
}  // namespace bursar::tests
