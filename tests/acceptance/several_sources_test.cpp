// Several sources in one run: each on its own, whatever becomes of the others.
#include <string>

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
using testing::Not;

constexpr const char* good = "account = \"demo-collective\"";
constexpr const char* gone = "[source.astray]\naccount = \"no-such-collective\"\n";

std::string transactions_of(const Installation& books, const std::string& slug) {
  return query(books.database(),
               "SELECT count(*) FROM v_transactions WHERE account_slug = '" + slug + "'");
}

TEST(SeveralSources, OneThatFailsDoesNotStopTheOthers) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, good, gone);
  const Finished finished = books.run({"sync"});
  expect_refusal(finished, 3, {"astray: ", "\"no-such-collective\" does not exist"});
  EXPECT_THAT(finished.errors, Not(HasSubstr("books: ")));
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);

  const Finished status = books.run({"status"});
  expect_quiet_success(status);
  EXPECT_THAT(status.output, HasSubstr("books"));
  EXPECT_THAT(status.output, HasSubstr("astray: nothing stored yet"));
  EXPECT_THAT(status.output, HasSubstr("exit status 3"));
  EXPECT_THAT(status.output, HasSubstr("no-such-collective"));
}

// The order of the file decides nothing.
TEST(SeveralSources, AFailingFirstOneDoesNotStopTheSecond) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"no-such-collective\"",
                           "[source.well]\naccount = \"demo-collective\"\n");
  expect_refusal(books.run({"sync"}), 3, {"books: ", "no-such-collective"});
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
}

TEST(SeveralSources, BothAreToldOfInJson) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, good, gone);
  const Finished finished = books.run({"--json", "sync"});
  EXPECT_EQ(finished.ended.exit_status, 3);
  const auto done = events(finished, "run_done").at(0);
  EXPECT_EQ(done.at("sources_done"), 1);
  EXPECT_EQ(done.at("sources_failed"), 1);
  EXPECT_EQ(done.at("exit_status"), 3);
  EXPECT_EQ(nlohmann::json::parse(finished.errors).at("exit_status"), 78);
  EXPECT_EQ(events(finished, "source_started").size(), 2U);
  const auto runs = events(books.run({"--json", "status"}), "run");
  ASSERT_EQ(runs.size(), 1U);
  bool told = false;
  for (const auto& outcome : runs.front().at("outcomes")) {
    if (outcome.at("source") != "astray") continue;
    told = true;
    EXPECT_THAT(outcome.at("error").get<std::string>(), HasSubstr("no-such-collective"));
  }
  EXPECT_TRUE(told);
}

TEST(SeveralSources, WhereAllFailTheirOwnReasonIsTheExitStatus) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "account = \"no-such-collective\"", gone);
  expect_refusal(books.run({"sync"}), 78, {"books: ", "astray: "});
}

TEST(SeveralSources, ThatOverlapHoldEachRowOnce) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "host = \"demo-host\"",
                           "[source.band]\naccount = \"demo-collective\"\n"
                           "[source.club]\naccount = \"demo-association\"\n");
  expect_quiet_success(books.run({"sync"}));
  EXPECT_EQ(query(books.database(), "SELECT count(*) - count(DISTINCT id) FROM transactions"),
            "0\n");
  EXPECT_NE(transactions_of(books, "demo-association"), "0\n");
  expect_ledger_within(sandbox, books.database(), ledger_of_host);
  expect_ledger_within(sandbox, books.database(), "account=demo-association&children=1");
  const std::string before = dump_everything(books.database());
  expect_quiet_success(books.run({"sync"}));
  EXPECT_TRUE(dump_everything(books.database()) == before);
}

TEST(SeveralSources, OnlyTheNamedOnesAreSynced) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, good, "[source.club]\naccount = \"demo-association\"\n");
  expect_quiet_success(books.run({"sync", "club"}));
  EXPECT_EQ(transactions_of(books, "demo-collective"), "0\n");
  EXPECT_NE(transactions_of(books, "demo-association"), "0\n");
  const Finished status = books.run({"status"});
  EXPECT_THAT(status.output, HasSubstr("books: nothing stored yet"));
}

// Without any configuration: only flags.
TEST(SeveralSources, OneIsEnoughOnTheCommandLineAlone) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, good);
  Process::Start start = books.command({});
  start.command = {bursar_program(),
                   "--url",
                   sandbox.graphql_url(),
                   "--account",
                   "demo-collective",
                   "--database",
                   books.database().string(),
                   "--token-file",
                   (books.directory() / "token").string(),
                   "sync"};
  Process process(start);
  expect_quiet_success(books.finish(process));
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
}

}  // namespace
}  // namespace bursar::tests
