// A platform that misbehaves for a while: the run gets over it where it can, says so where it
// cannot, and in the end the books are complete all the same.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

using testing::HasSubstr;

constexpr const char* host_source = "host = \"demo-host\"";

std::string count(const Installation& books, const std::string& table_and_where) {
  std::string text = query(books.database(), "SELECT count(*) FROM " + table_and_where);
  text.pop_back();
  return text;
}

struct Plan {
  const char* name;
  const char* rules;
};

void PrintTo(const Plan& plan, std::ostream* out) {
  *out << plan.name;
}

class PassingTrouble : public testing::TestWithParam<Plan> {};

TEST_P(PassingTrouble, IsSurvivedWithoutAWord) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, host_source);
  plan(sandbox, GetParam().rules);
  expect_quiet_success(books.run({"sync", "--page-size", "200"}));
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
  plan(sandbox, "[]");
  const std::string before = dump_everything(books.database());
  expect_quiet_success(books.run({"sync"}));
  EXPECT_TRUE(dump_everything(books.database()) == before) << "nothing was left to heal";
  EXPECT_EQ(integrity_problems(books.database()), "");
}

INSTANTIATE_TEST_SUITE_P(
    Misbehaviour, PassingTrouble,
    testing::Values(
        Plan{"Latency", R"([{"action": "latency", "delay_ms": 60}])"},
        Plan{"TooManyRequests", R"([{"action": "429", "retry_after": 0.125, "every": 3}])"},
        Plan{"BadGateways", R"([{"action": "status", "status": 502, "operation": "Transactions",
                                 "nth": [2, 3, 4, 5, 6]},
                                {"action": "status", "status": 503, "operation": "Expenses",
                                 "nth": [1, 2, 3]},
                                {"action": "status", "status": 504, "operation": "Probe",
                                 "nth": 1}])"},
        Plan{"Drops", R"([{"action": "drop", "nth": [1, 4, 5, 9, 12]}])"},
        Plan{"CutBodies", R"([{"action": "cut", "bytes": 3000, "nth": [2, 5, 6, 11]}])"},
        Plan{"Trickles", R"([{"action": "trickle", "bytes": 40000, "pause_ms": 5}])"},
        Plan{"TornJson", R"([{"action": "invalid-json", "nth": [1, 3, 6]}])"},
        Plan{"WrongContentType", R"([{"action": "content-type", "nth": [1, 3, 6]}])"},
        Plan{"StaleCounts", R"([{"action": "total-count", "delta": 4, "nth": [2, 5]},
                                {"action": "total-count", "delta": -3, "nth": [8, 11]}])"},
        Plan{"OversizedBodies", R"([{"action": "oversized", "bytes": 280000000,
                                     "operation": "Transactions", "nth": 2}])"},
        Plan{"TornHeads", R"([{"action": "tear", "at": "status-line", "nth": 1},
                              {"action": "tear", "at": "header", "nth": 3},
                              {"action": "tear", "at": "blank-line", "nth": 5},
                              {"action": "tear", "at": "body", "nth": 7}])"},
        Plan{"TornBodies", R"([{"action": "tear", "at": "first-byte", "nth": 1},
                               {"action": "tear", "at": "character", "nth": 3},
                               {"action": "tear", "at": "number", "nth": 5},
                               {"action": "tear", "at": "string", "nth": 7},
                               {"action": "tear", "at": "last-byte", "nth": 9},
                               {"action": "tear", "at": "unframed", "nth": 11}])"},
        Plan{"TornChunksAndCompressedBodies",
             R"([{"action": "tear", "at": "chunk-size", "nth": 1},
                 {"action": "tear", "at": "chunk", "nth": 3},
                 {"action": "tear", "at": "last-chunk", "nth": 5},
                 {"action": "tear", "at": "compressed", "nth": 7},
                 {"action": "tear", "at": "checksum", "nth": 9}])"},
        Plan{"Resets", R"([{"action": "drop", "reset": true, "nth": 1},
                           {"action": "tear", "at": "header", "reset": true, "nth": 3},
                           {"action": "tear", "at": "string", "reset": true, "nth": 5},
                           {"action": "tear", "at": "last-byte", "reset": true, "nth": 7},
                           {"action": "tear", "at": "chunk", "reset": true, "nth": 9},
                           {"action": "tear", "at": "compressed", "reset": true, "nth": 11}])"},
        Plan{"GzipBombs", R"([{"action": "gzip-bomb", "bytes": 300000000,
                               "operation": "Transactions", "nth": 2}])"},
        Plan{"AStormOfServerErrors",
             R"([{"action": "status", "status": 502, "operation": "Transactions", "every": 2},
                 {"action": "status", "status": 504, "operation": "Expenses", "every": 2},
                 {"action": "status", "status": 500, "operation": "Probe", "nth": 1}])"},
        Plan{"AStormOfTooManyRequests",
             R"([{"action": "429", "retry_after": 0.02, "operation": "Transactions", "every": 2},
                 {"action": "429", "retry_after": 0.02, "operation": "Expenses", "every": 2}])"},
        Plan{"AllTogether",
             R"([{"action": "drop", "nth": 3}, {"action": "429", "retry_after": 0.05, "nth": 5},
                 {"action": "status", "status": 502, "nth": 7},
                 {"action": "invalid-json", "nth": 9}, {"action": "cut", "bytes": 10, "nth": 11},
                 {"action": "total-count", "delta": 1, "nth": 14}])"}),
    [](const auto& test) { return std::string(test.param.name); });

struct LastingTrouble {
  const char* name;
  const char* rules;
  int exit_status;
  const char* said;
};

void PrintTo(const LastingTrouble& trouble, std::ostream* out) {
  *out << trouble.name;
}

class Outage : public testing::TestWithParam<LastingTrouble> {};

TEST_P(Outage, EndsTheRunKeepsWhatWasProvenAndTheNextRunCompletesIt) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, host_source);
  plan(sandbox, GetParam().rules);
  expect_refusal(books.run({"sync", "--page-size", "50", "--fixed-page-size"}),
                 GetParam().exit_status, {"books: ", GetParam().said});
  EXPECT_EQ(integrity_problems(books.database()), "");
  const Finished status = books.run({"status"});
  EXPECT_THAT(status.output, HasSubstr("exit status " + std::to_string(GetParam().exit_status)));
  plan(sandbox, "[]");
  expect_quiet_success(books.run({"sync"}));
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

INSTANTIATE_TEST_SUITE_P(
    Misbehaviour, Outage,
    testing::Values(
        LastingTrouble{"OutOfOrder", R"([{"action": "status", "status": 503, "after": 8}])", 69,
                       "out of order (status 503)"},
        LastingTrouble{"Forbidden", R"([{"action": "status", "status": 403, "after": 8}])", 77,
                       "403"},
        LastingTrouble{"TooManyRequestsForAnHour",
                       R"([{"action": "429", "retry_after": 3600, "after": 8}])", 75, "limit"},
        LastingTrouble{"Drops", R"([{"action": "drop", "reset": true, "after": 8}])", 75,
                       "no answer from"},
        LastingTrouble{"ALoginPageInsteadOfTheApi",
                       R"([{"action": "body", "type": "text/html", "after": 8,
                            "body": "<html><body>Welcome to our hotel</body></html>"}])",
                       65, "answer"},
        LastingTrouble{"ARedirect", R"([{"action": "redirect", "after": 8}])", 78,
                       "redirects elsewhere"},
        LastingTrouble{"Unauthorized", R"([{"action": "401", "after": 8}])", 77, "has expired"},
        LastingTrouble{"CountsThatNeverAgree",
                       R"([{"action": "total-count", "delta": 2, "after": 8}])", 65, "count"},
        LastingTrouble{"NoGraphql", R"([{"action": "invalid-json", "after": 8}])", 65, "answer"}),
    [](const auto& test) { return std::string(test.param.name); });

// Deeper than any parser should follow: refused like any other answer that is none.
TEST(DeepJson, EndsTheRunInOrderAndTheNextRunCompletesIt) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, host_source);
  constexpr std::size_t depth = 200'000;
  const std::vector<std::pair<std::string, const char*>> cases{
      {"[", "Transactions"}, {R"({"data":)", "Expenses"}, {R"({"data":)", "Probe"}};
  for (const auto& [opening, operation] : cases) {
    SCOPED_TRACE(operation);
    std::string deep;
    for (std::size_t i = 0; i < depth; ++i) deep += opening;
    nlohmann::json rule = nlohmann::json::object();
    rule["action"] = "body";
    rule["type"] = "application/json";
    rule["operation"] = operation;
    rule["body"] = deep;
    nlohmann::json rules = nlohmann::json::array();
    rules.push_back(rule);
    plan(sandbox, rules.dump());
    const Finished finished = books.run({"sync"});
    EXPECT_EQ(finished.ended.signal, 0);
    EXPECT_EQ(finished.ended.exit_status, 65) << finished.errors.substr(0, 1000);
    EXPECT_LT(finished.errors.size(), 2000U) << "it is not quoted in full";
  }
  plan(sandbox, "[]");
  expect_quiet_success(books.run({"sync"}));
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

// One node in the first page of each stream cannot be shown in full, but with fewer fields.
TEST(UnreadableRows, AreReadWithFewerFieldsAndHealedByALaterRun) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, host_source);
  plan(sandbox, R"([{"action": "null-node", "index": 7, "operation": "Transactions", "nth": 2},
                    {"action": "null-node", "index": 3, "operation": "Expenses", "nth": 1}])");
  const Finished first = books.run({"--json", "sync", "--page-size", "100"});
  ASSERT_EQ(first.ended.exit_status, 0) << first.errors;
  EXPECT_EQ(events(first, "run_done").at(0).at("unreadable"), 2);
  EXPECT_EQ(count(books, "transactions WHERE incomplete = 1"), "1");
  EXPECT_EQ(count(books, "expenses WHERE incomplete = 1"), "1");
  EXPECT_EQ(count(books, "quarantine"), "2");
  EXPECT_EQ(events(books.run({"--json", "status"}), "source_status").at(0).at("unreadable"), 2);
  // The money is there to the cent already: only less certain fields are missing.
  EXPECT_EQ(count(books, "transactions"), count(books, "v_transactions WHERE amount IS NOT NULL"));
  plan(sandbox, "[]");
  expect_quiet_success(books.run({"sync"}));
  EXPECT_EQ(count(books, "transactions WHERE incomplete = 1"), "0");
  EXPECT_EQ(count(books, "expenses WHERE incomplete = 1"), "0");
  EXPECT_EQ(count(books, "quarantine"), "0");
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

// Neither in full nor with fewer fields: known to exist, counted, and fetched when it can be.
TEST(UnreadableRows, ThatCannotBeReadAtAllAreCountedAndFetchedByALaterRun) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, host_source);
  plan(sandbox, R"([{"action": "null-node", "index": 0, "operation": "Transactions"}])");
  const Finished first = books.run({"--json", "sync"});
  ASSERT_EQ(first.ended.exit_status, 0) << first.errors;
  EXPECT_NE(count(books, "quarantine"), "0");
  const std::string incomplete = count(books, "transactions");
  plan(sandbox, "[]");
  expect_quiet_success(books.run({"sync"}));
  EXPECT_NE(count(books, "transactions"), incomplete);
  EXPECT_EQ(count(books, "quarantine"), "0");
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

// More unreadable rows than one run tries anew: some runs later all are there.
TEST(UnreadableRows, ManyOfThemAreHealedWithinAFewRuns) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, host_source);
  plan(sandbox, R"([{"action": "null-node", "index": 5, "operation": "Transactions"}])");
  ASSERT_EQ(books.run({"sync", "--page-size", "100", "--fixed-page-size"}).ended.exit_status, 0);
  const int quarantined = std::stoi(count(books, "quarantine"));
  EXPECT_GT(quarantined, 3);
  plan(sandbox, "[]");
  int runs = 0;
  while (count(books, "quarantine") != "0" && runs <= quarantined) {
    expect_quiet_success(books.run({"sync"}));
    ++runs;
  }
  EXPECT_EQ(count(books, "quarantine"), "0");
  EXPECT_EQ(count(books, "transactions WHERE incomplete = 1"), "0");
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

}  // namespace
}  // namespace bursar::tests
