// Under a rate limit the run keeps its pace, and stops at once when it is told to.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using std::chrono::steady_clock;

std::int64_t requests_admitted(const SandboxProcess& sandbox) {
  return nlohmann::json::parse(sandbox.get("/sandbox/requests")).at("requests");
}

void wait_for_requests(const SandboxProcess& sandbox, std::int64_t number) {
  const auto end = steady_clock::now() + std::chrono::seconds(30);
  while (requests_admitted(sandbox) < number && steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

const std::vector<std::string> small_pages{"--json", "sync", "--page-size", "60",
                                           "--fixed-page-size"};

TEST(Pacing, ARunKeepsToTheBudgetAndCompletes) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  sandbox.post("/sandbox/rate-limit", R"({"perToken": 5, "anonymous": 1, "windowMs": 2000})");
  const Finished finished = books.run(small_pages);
  ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
  const std::int64_t sent = events(finished, "run_done").at(0).at("requests");
  EXPECT_GT(sent, 10) << "more than one window's budget";
  EXPECT_LE(sent - requests_admitted(sandbox), 1) << "requests that were turned away";
}

TEST(Pacing, AnonymouslyTheSmallBudgetBringsThePublicLedger) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  sandbox.post("/sandbox/rate-limit", R"({"perToken": 1, "anonymous": 3, "windowMs": 1000})");
  std::string text = read_file(books.directory() / "bursar.toml");
  text.erase(text.find("token_file"), std::string("token_file = \"token\"\n").size());
  books.put("bursar.toml", text);
  const Finished finished = books.run({"--json", "sync"});
  ASSERT_EQ(finished.ended.exit_status, 0) << finished.errors;
  EXPECT_EQ(events(finished, "probe").at(0).at("anonymous"), true);
  EXPECT_EQ(events(finished, "warning").size(), 1U);
  // Every row with its money; what is private stays empty.
  sandbox.post("/sandbox/rate-limit", R"({"enabled": false})");
  const Installation all(sandbox, "account = \"demo-collective\"");
  expect_quiet_success(all.run({"sync"}));
  const char* money =
      "SELECT id, account_slug, amount, net_amount, currency, host_amount, kind, description "
      "FROM v_transactions ORDER BY id";
  EXPECT_EQ(query(books.database(), money), query(all.database(), money));
  EXPECT_EQ(query(books.database(), "SELECT count(*) FROM transactions WHERE merchant_id NOTNULL"),
            "0\n");
}

TEST(Pacing, ABackfillThatWaitsForItsBudgetStopsWithinTwoSeconds) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  sandbox.post("/sandbox/rate-limit", R"({"perToken": 6, "anonymous": 1})");
  Process process(books.command({"--json", "backfill", "--page-size", "60", "--fixed-page-size"}));
  const auto output = books.directory() / "output";
  wait_for_requests(sandbox, 6);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ASSERT_FALSE(process.poll()) << "it should be waiting: " << read_file(output);
  const auto told = steady_clock::now();
  process.signal(SIGTERM);
  const Finished stopped = books.finish(process);
  EXPECT_LT(steady_clock::now() - told, std::chrono::seconds(2));
  EXPECT_EQ(stopped.ended.exit_status, 75) << stopped.errors;
  EXPECT_EQ(events(stopped, "run_done").at(0).at("stopped"), true);
  const Holdings half = holdings(books);
  sandbox.post("/sandbox/rate-limit", R"({"enabled": false})");
  expect_quiet_success(books.run({"backfill"}));
  EXPECT_GT(holdings(books).transactions.size(), half.transactions.size());
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
}

TEST(Pacing, ABackfillEndsAfterItsLongestTimeAndTheNextGoesOn) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  sandbox.post("/sandbox/rate-limit", R"({"perToken": 6, "anonymous": 1})");
  const auto begun = steady_clock::now();
  const Finished ended = books.run(
      {"--json", "backfill", "--page-size", "60", "--fixed-page-size", "--max-duration", "2 s"});
  EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(20))
      << "not the minute of the budget";
  EXPECT_EQ(ended.ended.exit_status, 75) << ended.errors;
  EXPECT_EQ(events(ended, "run_done").at(0).at("stopped"), true);
  sandbox.post("/sandbox/rate-limit", R"({"enabled": false})");
  expect_quiet_success(books.run({"backfill"}));
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
}

// Pages come as fast as they can be written, so that several share a commit when the signal comes.
TEST(Pacing, ABackfillAtFullSpeedThatIsToldToStopKeepsWhatItHasToldOf) {
  const SandboxProcess sandbox({"--now", ago(std::chrono::minutes(15)), "--transactions", "40000",
                                "--expenses", "500", "--rate-limit", "off"});
  const Installation books(sandbox, "host = \"demo-host\"");
  Process process(books.command({"--json", "backfill", "--page-size", "100", "--fixed-page-size"}));
  wait_for_requests(sandbox, 40);
  process.signal(SIGTERM);
  const Finished stopped = books.finish(process);
  EXPECT_EQ(stopped.ended.exit_status, 75) << stopped.errors;
  std::int64_t inserted = 0;
  for (const nlohmann::json& window : events(stopped, "window")) {
    if (window.at("stream") == "transactions") inserted += window.at("inserted").get<int>();
  }
  EXPECT_GT(inserted, 0);
  EXPECT_EQ(query(books.database(), "SELECT count(*) FROM transactions"),
            std::to_string(inserted) + "\n");
  EXPECT_EQ(integrity_problems(books.database()), "");
  expect_quiet_success(books.run({"backfill"}));
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

TEST(Pacing, ARequestUnderWayIsGivenUpWhenTheRunIsToStop) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  plan(sandbox, R"([{"action": "latency", "delay_ms": 8000, "after": 3}])");
  Process process(books.command({"backfill", "--page-size", "60", "--fixed-page-size"}));
  wait_for_requests(sandbox, 4);
  const auto told = steady_clock::now();
  process.signal(SIGINT);
  const Finished stopped = books.finish(process);
  EXPECT_LT(steady_clock::now() - told, std::chrono::seconds(2));
  EXPECT_EQ(stopped.ended.exit_status, 75) << stopped.errors;
  EXPECT_THAT(stopped.errors, testing::HasSubstr("stopped"));
  plan(sandbox, "[]");
  expect_quiet_success(books.run({"backfill"}));
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
}

// What a signal must end within two seconds, whatever it is that a run waits for.
class ToldToStop : public testing::Test {
 protected:
  ToldToStop() : sandbox_(demo_world()), books_(sandbox_, "account = \"demo-collective\"") {}

  void expect_an_end(Process& process) {
    ASSERT_FALSE(process.poll()) << "it should be waiting: "
                                 << read_file(books_.directory() / "errors");
    const auto told = steady_clock::now();
    process.signal(SIGTERM);
    const Finished stopped = books_.finish(process);
    EXPECT_LT(steady_clock::now() - told, std::chrono::seconds(2));
    EXPECT_EQ(stopped.ended.signal, 0);
    EXPECT_EQ(stopped.ended.exit_status, 75) << stopped.errors;
  }
  static void a_while() { std::this_thread::sleep_for(std::chrono::milliseconds(300)); }

  SandboxProcess sandbox_;
  Installation books_;
};

// Without a terminal a sync does not begin on the hour like everybody else's; a backfill does.
TEST_F(ToldToStop, WhileItWaitsForItsTurn) {
  const std::string text = read_file(books_.directory() / "bursar.toml");
  books_.put("bursar.toml", text + "[sync]\njitter = \"24 h\"\n");
  Process process(books_.command({"sync"}));
  a_while();
  EXPECT_EQ(requests_admitted(sandbox_), 0);
  expect_an_end(process);
  EXPECT_EQ(requests_admitted(sandbox_), 0);
  expect_quiet_success(books_.run({"backfill"}));
  expect_equal_ledger(sandbox_, books_.database(), ledger_of_collective);
}

TEST_F(ToldToStop, WhileItWaitsForAnotherInstance) {
  plan(sandbox_, R"([{"action": "latency", "delay_ms": 20000}])");
  Process first(books_.command({"sync"}));
  wait_for_requests(sandbox_, 1);
  Process second(books_.command({"--wait", "1 h", "sync"}));
  a_while();
  expect_an_end(second);
}

TEST_F(ToldToStop, WhileAnotherToolHoldsATransactionOpen) {
  expect_quiet_success(books_.run({"sync"}));
  SQLite::Database browser(books_.database().string(), SQLite::OPEN_READWRITE);
  browser.exec("BEGIN IMMEDIATE");
  Process process(books_.command({"sync"}));
  a_while();
  expect_an_end(process);
}

TEST_F(ToldToStop, WhileItReconciles) {
  expect_quiet_success(books_.run({"sync"}));
  const std::int64_t before = requests_admitted(sandbox_);
  plan(sandbox_, R"([{"action": "latency", "delay_ms": 20000}])");
  Process process(books_.command({"reconcile"}));
  wait_for_requests(sandbox_, before + 1);
  expect_an_end(process);
}

TEST_F(ToldToStop, WhileItFetchesReceiptsAndTheNextRunGoesOn) {
  expect_quiet_success(books_.run({"sync"}));
  const std::vector<std::string> fetch{"receipts", "--period", "2026-08..2026-12"};
  plan(sandbox_,
       R"([{"action": "latency", "operation": "Storage", "delay_ms": 20000, "after": 2}])");
  Process process(books_.command(fetch));
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  expect_an_end(process);
  plan(sandbox_, "[]");
  expect_quiet_success(books_.run(fetch));
}

}  // namespace
}  // namespace bursar::tests
