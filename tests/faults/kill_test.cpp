// kill -9 at random moments of a backfill must end in the rows of an undisturbed one.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "process.hpp"
#include "sandbox_process.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

// The long form of tests/faults/README.md sets 200.
int wanted_kills() {
  const char* text = std::getenv("BURSAR_KILLS");
  return text == nullptr ? 12 : std::atoi(text);
}

// One installation: a database of its own, the shared server.
class Installation {
 public:
  explicit Installation(const SandboxProcess& sandbox) {
    std::ofstream(directory_.path() / "token") << sandbox_token << '\n';
    fs::permissions(directory_.path() / "token", fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(directory_.path() / "bursar.toml")
        << "schema = 1\ntoken_file = \"token\"\n[api]\nurl = \"" << sandbox.graphql_url()
        << "\"\n[store]\ndatabase = \"bursar.db\"\n[source.host]\nhost = \"" << sandbox_host
        << "\"\n";
  }

  [[nodiscard]] Process::Start command(const std::string& name) const {
    return {{bursar_program(), "--config", (directory_.path() / "bursar.toml").string(), "-q", name,
             "--page-size", "200", "--fixed-page-size"},
            {},
            directory_.path() / "output",
            directory_.path() / "errors"};
  }

  [[nodiscard]] Ended run(const std::string& name) const {
    Process process(command(name));
    return process.wait();
  }
  [[nodiscard]] fs::path database() const { return directory_.path() / "bursar.db"; }
  [[nodiscard]] std::string errors() const { return read_file(directory_.path() / "errors"); }

 private:
  TemporaryDirectory directory_;
};

TEST(Kill, BackfillKilledAtRandomMomentsEndsInTheRowsOfAnUndisturbedOne) {
  const SandboxProcess sandbox(
      {"--transactions", "20000", "--expenses", "2000", "--rate-limit", "off"});
  const Installation undisturbed(sandbox);
  const auto start = Steady::now();
  ASSERT_EQ(undisturbed.run("backfill").exit_status, 0) << undisturbed.errors();
  const auto whole_ms = std::max<std::int64_t>(
      50, std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count());
  ASSERT_EQ(integrity_problems(undisturbed.database()), "");
  const std::string expected = dump_everything(undisturbed.database());
  ASSERT_GT(expected.size(), 1'000'000U) << "the sandbox's host should have a ledger";

  std::mt19937 random(20261123);
  int kills = 0;
  int rounds = 0;
  while (kills < wanted_kills()) {
    const Installation killed(sandbox);
    bool done = false;
    while (!done) {
      Process process(killed.command("backfill"));
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
        ASSERT_EQ(ended.exit_status, 0) << killed.errors();
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
