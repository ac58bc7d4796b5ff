// A night with everything switched on: the token is in nothing that is left behind or sent
// elsewhere, and what is left behind is for its owner alone.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../unit/http/loopback_server.hpp"
#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// Whoever is pinged. Remembers all that it was sent.
class Watcher {
 public:
  Watcher()
      : server_([this](const std::string& request) {
          const std::lock_guard hold(mutex_);
          received_ += request;
          return http::LoopbackServer::Reply{http::http_answer("OK"), true, 0};
        }) {}
  [[nodiscard]] std::string url() const { return server_.url("/ping/id"); }
  std::string received() {
    const std::lock_guard hold(mutex_);
    return received_;
  }

 private:
  std::mutex mutex_;
  std::string received_;
  http::LoopbackServer server_;
};

class WholeRun : public testing::Test {
 protected:
  WholeRun() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {
    fs::create_directory(books_.directory() / "inbox");
    fs::permissions(books_.directory() / "inbox", fs::perms::owner_all);
    std::string text = read_file(books_.directory() / "bursar.toml");
    text +=
        "[profile.bank]\nsource = \"books\"\nlayout = \"ofx\"\nbooks = \"none\"\ndirectory = "
        "\"inbox\"\n"
        "start = \"beginning\"\non_batch = \"(env; set; echo) >> '" +
        (books_.directory() / "hook").string() +
        "' && true\"\n"
        "[profile.entries]\nsource = \"books\"\nlayout = \"hledger\"\nchart = \"collective\"\n"
        "directory = \"inbox\"\nstart = \"beginning\"\n"
        "[metrics]\nfile = \"bursar.prom\"\n[ping]\n";
    for (const char* command : {"sync", "export", "reconcile", "receipts"}) {
      text += std::string(command) + " = \"" + watcher_.url() + "\"\n";
    }
    books_.put("bursar.toml", text);
  }

  // What a year brings, in one night.
  [[nodiscard]] std::vector<std::vector<std::string>> commands() const {
    const std::string safe = (books_.directory() / "safe.db").string();
    return {{"-v", "-v", "sync"},
            {"--json", "export"},
            {"-v", "receipts", "--period", "2025-06..2026-12"},
            {"reconcile"},
            {"report", "html", "--to", (books_.directory() / "report.html").string()},
            {"--json", "doctor"},
            {"config", "show"},
            {"--json", "status"},
            {"backup", safe},
            {"restore", safe}};
  }

  SandboxProcess sandbox_;
  Watcher watcher_;
  Installation books_;
};

TEST_F(WholeRun, LeavesTheTokenInNothingThatItWritesOrSends) {
  const Environment environment{{"BURSAR_TOKEN", sandbox_token}, {"PATH", "/usr/bin:/bin"}};
  std::string said;
  for (const auto& command : commands()) {
    const Finished finished = books_.run(command, environment);
    EXPECT_EQ(finished.ended.exit_status, 0) << command.back() << ": " << finished.errors;
    said += finished.output + finished.errors;
  }
  EXPECT_THAT(said, Not(HasSubstr(sandbox_token)));
  EXPECT_THAT(watcher_.received(), HasSubstr("/ping/id/start?rid="));
  EXPECT_THAT(watcher_.received(), Not(HasSubstr(sandbox_token)));
  for (const json& request : json::parse(sandbox_.get("/sandbox/file-requests"))) {
    const bool on_the_route = request.at("path").get<std::string>().starts_with("/files/");
    EXPECT_EQ(request.at("token").get<bool>(), on_the_route) << request;
  }
  for (const char* name : {"hook", "bursar.prom", "report.html", "bursar.db.batches",
                           "bursar.db.receipts", "safe.db", "safe.db.receipts"}) {
    EXPECT_TRUE(fs::exists(books_.directory() / name)) << name << " was not part of the run";
  }
  for (const auto& entry : fs::recursive_directory_iterator(books_.directory())) {
    if (!entry.is_regular_file() || entry.path().filename() == "token") continue;
    EXPECT_EQ(read_file(entry.path()).find(sandbox_token), std::string::npos) << entry.path();
  }
}

TEST_F(WholeRun, IsForItsOwnerAloneWhateverTheUmask) {
  for (const auto& command : commands()) {
    ASSERT_EQ(books_.run_after("umask 0", command).ended.exit_status, 0) << command.back();
  }
  for (const auto& entry : fs::recursive_directory_iterator(books_.directory())) {
    const fs::path name = entry.path().filename();
    // The shell's, and what a collector of another user reads.
    if (name == "output" || name == "errors" || name == "bursar.prom") continue;
    const auto others =
        entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all);
    EXPECT_EQ(others, fs::perms::none) << entry.path();
  }
}

// The core file would lie in the working directory, which the shell chooses.
TEST_F(WholeRun, LeavesNoCoreFileWhenItIsAborted) {
  plan(sandbox_, R"([{"action": "latency", "delay_ms": 5000}])");
  Process::Start start = books_.command({"sync"});
  const std::vector<std::string> shell{
      "/bin/sh", "-c", "cd '" + books_.directory().string() + "'; ulimit -c unlimited; exec \"$@\"",
      "sh"};
  start.command.insert(start.command.begin(), shell.begin(), shell.end());
  Process process(start);
  while (json::parse(sandbox_.get("/sandbox/requests")).at("requests") < 1 && !process.poll()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  process.signal(SIGABRT);
  EXPECT_EQ(process.wait().signal, SIGABRT);
  for (const auto& entry : fs::directory_iterator(books_.directory())) {
    EXPECT_THAT(entry.path().filename().string(), Not(testing::StartsWith("core")));
  }
}

}  // namespace
}  // namespace bursar::tests
