// What those who watch over unattended runs are told: pings, metrics, the hook of a batch.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

#include "../http/loopback_server.hpp"
#include "os/instance_lock.hpp"
#include "os/stop_request.hpp"
#include "stored_books.hpp"

namespace bursar::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

class WatchTest : public StoredBooksTest {
 protected:
  void configure_with(const std::string& tables, const std::string& of_profile = {}) {
    configure(std::string(journal_profile) + of_profile + tables);
  }
  std::string text_of(const std::filesystem::path& path) const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::string metrics() const { return text_of(home_ / "bursar.prom"); }
};

// Remembers the first line of every request.
class Listener {
 public:
  explicit Listener(const std::string& reply)
      : server_([this, reply](const std::string& request) {
          const std::lock_guard hold(mutex_);
          lines_.push_back(request.substr(0, request.find("\r\n")));
          return http::LoopbackServer::Reply{reply, true, 0};
        }) {}
  [[nodiscard]] std::string url() const { return server_.url("/ping/secret-id"); }
  std::vector<std::string> lines() {
    const std::lock_guard hold(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
  http::LoopbackServer server_;
};

constexpr const char* fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

TEST_F(WatchTest, ARunIsAnnouncedAndItsEndTold) {
  Listener listener(fine);
  configure_with("[ping]\nexport = \"" + listener.url() + "\"\n");
  export_all();
  EXPECT_THAT(listener.lines(),
              ElementsAre(MatchesRegex("POST /ping/secret-id/start\\?rid=[0-9a-f-]{36} .*"),
                          MatchesRegex("POST /ping/secret-id/0\\?rid=[0-9a-f-]{36} .*")));
  const auto rid = [&](std::size_t i) {
    const std::string line = listener.lines().at(i);
    return line.substr(line.find("rid="), 40);
  };
  EXPECT_EQ(rid(0), rid(1)) << "the two belong to one run";
}

TEST_F(WatchTest, AFailureIsToldWithItsExitStatus) {
  Listener listener(fine);
  configure_with("[ping]\nexport = \"" + listener.url() + "\"\n");
  std::filesystem::remove_all(inbox());
  EXPECT_EQ(run({"export"}).status, 73);
  ASSERT_EQ(listener.lines().size(), 2U);
  EXPECT_THAT(listener.lines().at(1), StartsWith("POST /ping/secret-id/73?rid="));
}

TEST_F(WatchTest, APingThatFailsChangesNothingAndItsUrlIsNotShown) {
  configure_with("[ping]\nexport = \"http://127.0.0.1:9/ping/secret-id\"\n");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 0);
  EXPECT_THAT(said.err, HasSubstr("the ping \"start\" did not get through"));
  EXPECT_THAT(said.err, Not(HasSubstr("secret-id")));
  EXPECT_THAT(run({"config", "show"}).out, Not(HasSubstr("secret-id")));
}

TEST_F(WatchTest, WhatWasHandedOverIsInTheTableOfRunsAndWhyNot) {
  export_all();
  std::filesystem::remove_all(inbox());
  store_rows({row(5, "CONTRIBUTION", 'd', "2026-01-21T12:00:00Z", 2000)});
  EXPECT_EQ(run({"export"}).status, 73);
  const auto runs = events({"status"}, "run");
  ASSERT_GE(runs.size(), 3U);
  EXPECT_EQ(runs[0].at("command"), "export");
  EXPECT_EQ(runs[0].at("exit_status"), 73);
  EXPECT_THAT(runs[0].at("outcomes").at(0).at("error").get<std::string>(), HasSubstr("inbox"));
  EXPECT_EQ(runs[2].at("command"), "export");
  EXPECT_EQ(runs[2].at("exit_status"), 0);
  EXPECT_THAT(run({"status"}).out, HasSubstr("exit status 73"));
}

TEST_F(WatchTest, AProfileThatFailsBesideAnotherIsNamedInTheTableOfRuns) {
  configure(std::string(journal_profile) +
            "[profile.elsewhere]\nsource = \"band\"\nlayout = \"ofx\"\ndirectory = \"gone\"\n"
            "books = \"none\"\nstart = \"2026-01-01\"\n");
  EXPECT_EQ(run({"export"}).status, 3);
  const auto last = events({"status"}, "run").at(0);
  EXPECT_EQ(last.at("exit_status"), 3);
  ASSERT_EQ(last.at("outcomes").size(), 1U);
  EXPECT_EQ(last.at("outcomes").at(0).at("source"), "band");
  EXPECT_THAT(last.at("outcomes").at(0).at("error").get<std::string>(), StartsWith("elsewhere: "));
}

TEST_F(WatchTest, WhatHandsNothingOverLeavesNoRun) {
  export_all();
  const std::size_t before = events({"status"}, "run").size();
  ASSERT_EQ(run({"export", "--dry-run"}).status, 0);
  ASSERT_EQ(run({"export", "--copy", "2026-01", "--to", home_.string()}).status, 0);
  EXPECT_EQ(events({"status"}, "run").size(), before);
}

// In a process of its own: a stop that was asked for cannot be taken back.
TEST_F(WatchTest, AnExportThatIsToldToStopHandsNothingOverAndSaysSo) {
  const auto stopped = [&] {
    os::stop_after(std::chrono::milliseconds(0));
    const Said said = run({"export"});
    std::cerr << said.err;
    std::_Exit(said.status);
  };
  EXPECT_EXIT(stopped(), testing::ExitedWithCode(75), "stopped as asked; nothing");
  EXPECT_TRUE(std::filesystem::is_empty(inbox()));
  export_all();
  EXPECT_TRUE(std::filesystem::exists(inbox() / "entries-1-1.csv"));
}

TEST_F(WatchTest, OtherCommandsArePingedElsewhere) {
  Listener listener(fine);
  configure_with("[ping]\nsync = \"" + listener.url() + "\"\n");
  export_all();
  EXPECT_THAT(listener.lines(), IsEmpty());
}

TEST_F(WatchTest, MetricsSayHowTheCommandWentAndWhatIsStored) {
  configure_with("[metrics]\nfile = \"bursar.prom\"\n");
  export_all();
  EXPECT_THAT(metrics(), HasSubstr("\nbursar_last_run_exit_status{command=\"export\"} 0\n"));
  EXPECT_THAT(metrics(), HasSubstr("\nbursar_last_success_timestamp_seconds{command=\"export\"} "
                                   "1795000000.000\n"));
  EXPECT_THAT(metrics(), HasSubstr("\nbursar_transactions{source=\"band\"} 4\n"));
  EXPECT_THAT(metrics(), HasSubstr("\nbursar_batches{profile=\"entries\"} 1\n"));
  EXPECT_THAT(metrics(), HasSubstr("\nbursar_proven_until_timestamp_seconds{source=\"band\","
                                   "stream=\"transactions\"} 1769904000.000\n"));
  EXPECT_EQ(std::filesystem::status(home_ / "bursar.prom").permissions(),
            std::filesystem::perms{0644});
}

TEST_F(WatchTest, AFailureKeepsTheTimeOfTheLastSuccess) {
  configure_with("[metrics]\nfile = \"bursar.prom\"\n");
  export_all();
  clock_.sleep_ms(3'600'000);
  std::filesystem::remove_all(inbox());
  EXPECT_EQ(run({"export"}).status, 73);
  EXPECT_THAT(metrics(), HasSubstr("_success_timestamp_seconds{command=\"export\"} 1795000000"));
  EXPECT_THAT(metrics(), HasSubstr("_run_timestamp_seconds{command=\"export\"} 1795003600"));
  EXPECT_THAT(metrics(), HasSubstr("_exit_status{command=\"export\"} 73\n"));
}

TEST_F(WatchTest, WhatWasSaidOfOtherCommandsStays) {
  file("bursar.prom", "bursar_last_run_exit_status{command=\"sync\"} 75\n");
  configure_with("[metrics]\nfile = \"bursar.prom\"\n");
  export_all();
  EXPECT_THAT(metrics(), HasSubstr("\nbursar_last_run_exit_status{command=\"sync\"} 75\n"
                                   "bursar_last_run_exit_status{command=\"export\"} 0\n"));
}

TEST_F(WatchTest, MetricsThatCannotBeWrittenAreAWarning) {
  configure_with("[metrics]\nfile = \"nowhere/bursar.prom\"\n");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 0);
  EXPECT_THAT(said.err, HasSubstr("the metrics were not written"));
}

TEST_F(WatchTest, TheHookGetsTheFilesOfABatchOnce) {
  environment_["BURSAR_TOKEN"] = "secret";
  environment_["BURSAR_PING_EXPORT"] = "";
  environment_["BURSAR_PING_SYNC"] = "https://hc.example/secret";
  environment_["PATH"] = "/usr/bin:/bin";
  const std::string script = file("hook.sh",
                                  "echo \"$BURSAR_PROFILE $BURSAR_BATCH "
                                  "[$BURSAR_TOKEN$BURSAR_PING_SYNC]\" "
                                  "\"$@\" >> " +
                                      (home_ / "told").string() + "\n");
  configure_with("", "on_batch = \"sh '" + script + "'\"\n");
  export_all();
  const std::string told = "entries 1 [] " + (inbox() / "entries-1-1.csv").string() + "\n";
  EXPECT_EQ(text_of(home_ / "told"), told);
  export_all();
  EXPECT_EQ(text_of(home_ / "told"), told) << "nothing new, nothing to tell";
  store_rows({row(5, "CONTRIBUTION", 'd', "2026-01-21T12:00:00Z", 2000)});
  ASSERT_EQ(run({"export", "--dry-run"}).status, 0);
  EXPECT_EQ(text_of(home_ / "told"), told) << "nothing was handed over";
}

TEST_F(WatchTest, AHookIsNotMadeDeafToPipesThatHaveEnded) {
  environment_["PATH"] = "/usr/bin:/bin";
  const auto before = std::signal(SIGPIPE, SIG_IGN);  // as the program does
  configure_with("", "on_batch = \"grep SigIgn /proc/self/status > '" +
                         (home_ / "ignored").string() + "' && true\"\n");
  export_all();
  (void)std::signal(SIGPIPE, before);
  const std::string ignored = text_of(home_ / "ignored");
  ASSERT_THAT(ignored, StartsWith("SigIgn:"));
  EXPECT_EQ(std::stoull(ignored.substr(ignored.find('\t')), nullptr, 16) >> (SIGPIPE - 1) & 1U, 0U);
}

TEST_F(WatchTest, AHookThatFailsIsSaidAndTheBatchStands) {
  environment_["PATH"] = "/usr/bin:/bin";
  configure_with("", "on_batch = \"exit 7;\"\n");
  const Said said = run({"export"});
  EXPECT_EQ(said.status, 3);
  EXPECT_THAT(said.err, HasSubstr("on_batch ended with exit status 7"));
  EXPECT_EQ(run({"export"}).status, 0) << "it is not repeated";
}

TEST_F(WatchTest, AnotherInstanceIsWaitedFor) {
  auto held = std::make_unique<os::InstanceLock>(home_ / "bursar.db.lock");
  EXPECT_EQ(run({"export"}).status, 75) << "unless told so, nobody waits";
  std::thread other([&held] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    held.reset();
  });
  EXPECT_EQ(run({"--wait", "1 min", "export"}).status, 0);
  other.join();
}

TEST_F(WatchTest, WaitingForAnotherInstanceHasAnEnd) {
  const os::InstanceLock held(home_ / "bursar.db.lock");
  const Said said = run({"--wait", "1 s", "export"});
  EXPECT_EQ(said.status, 75);
  EXPECT_THAT(said.err, HasSubstr("process " + std::to_string(getpid())));
}

TEST_F(WatchTest, AnUnattendedSyncBeginsAtARandomMoment) {
  environment_["BURSAR_URL"] = "http://127.0.0.1:9/graphql";
  EXPECT_THAT(run({"sync", "-v"}).err, Not(HasSubstr("beginning in")));
  environment_["BURSAR_JITTER"] = "10 min";
  EXPECT_THAT(run({"sync", "-v"}).err, HasSubstr("beginning in"));
}

TEST_F(WatchTest, ALongestTimeThatIsNoneIsRefused) {
  const Said said = run({"sync", "--max-duration", "soon"});
  EXPECT_EQ(said.status, 64);
  EXPECT_THAT(said.err, HasSubstr("\"soon\" is no duration"));
}

// Who may write the file that names a command may run what he likes as this user.
class TrustedHook : public WatchTest {
 protected:
  void SetUp() override {
    WatchTest::SetUp();
    environment_["PATH"] = "/usr/bin:/bin";
    configure_with("", "on_batch = \"touch '" + (home_ / "told").string() + "' && true\"\n");
  }
  void expect_refused(const std::string& place) {
    const Said said = run({"export"});
    EXPECT_EQ(said.status, 78) << said.err;
    EXPECT_THAT(said.err, HasSubstr("on_batch of profile entries is not run"));
    EXPECT_THAT(said.err, HasSubstr(place));
    EXPECT_FALSE(std::filesystem::exists(home_ / "told"));
    EXPECT_TRUE(std::filesystem::is_empty(inbox())) << "nothing is handed over without it";
  }
  static void set_mode(const std::filesystem::path& place, unsigned mode) {
    std::filesystem::permissions(place, std::filesystem::perms(mode));
  }
};

TEST_F(TrustedHook, IsNotRunWhereTheGroupMayWriteTheConfiguration) {
  set_mode(home_ / "bursar.toml", 0664);
  expect_refused("bursar.toml may be written by its group");
  EXPECT_EQ(run({"export", "--dry-run"}).status, 0) << "what executes nothing is not affected";
  EXPECT_EQ(run({"status"}).status, 0);
  const Said doctor = run({"doctor"});
  EXPECT_THAT(doctor.out, HasSubstr("is not run"));
  set_mode(home_ / "bursar.toml", 0644);
  export_all();
  EXPECT_TRUE(std::filesystem::exists(home_ / "told"));
}

TEST_F(TrustedHook, IsNotRunWhereEverybodyMayWriteTheChartOfItsLines) {
  set_mode(home_ / "band.chart.toml", 0666);
  expect_refused("band.chart.toml may be written by everybody");
}

TEST_F(TrustedHook, IsNotRunWhereOthersMayWriteToADirectoryAbove) {
  set_mode(home_, 0770);
  expect_refused(home_.string() + " may be written by its group");
  set_mode(home_, 0700);
  export_all();
}

TEST_F(TrustedHook, ADirectoryWhereOthersCannotExchangeTheFileWillDo) {
  set_mode(home_, 01777);
  export_all();
  EXPECT_TRUE(std::filesystem::exists(home_ / "told"));
}

TEST_F(TrustedHook, AProfileWithoutOneDoesNotCareWhoMayWrite) {
  configure_with("");
  set_mode(home_ / "bursar.toml", 0666);
  export_all();
}

}  // namespace
}  // namespace bursar::cli
