// What was pulled equals the sandbox's own account of its ledger, record by record, field by field.
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "demo_world.hpp"
#include "expectations.hpp"
#include "installation.hpp"
#include "ledger_comparison.hpp"
#include "store_dump.hpp"

namespace bursar::tests {
namespace {

std::string rows_wanted(const char* variable, const char* fallback) {
  const char* text = std::getenv(variable);
  return text == nullptr ? fallback : text;
}

// The long form (tests/acceptance/README.md) has 200,000 transactions and 20,000 expenses.
std::vector<std::string> world() {
  return {"--now",          ago(std::chrono::minutes(15)),
          "--transactions", rows_wanted("BURSAR_TRANSACTIONS", "20000"),
          "--expenses",     rows_wanted("BURSAR_EXPENSES", "2000"),
          "--rate-limit",   "off"};
}

TEST(LedgerEquality, ABackfillOfAHostEqualsTheSandboxsLedger) {
  const SandboxProcess sandbox(world());
  const Installation books(sandbox, "host = \"demo-host\"");
  const Finished backfill = books.run({"backfill"});
  ASSERT_EQ(backfill.ended.exit_status, 0) << backfill.errors;
  EXPECT_EQ(backfill.errors, "") << "quiet when all is well";
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
  EXPECT_EQ(integrity_problems(books.database()), "");
}

TEST(LedgerEquality, ABackfillOfACollectiveBringsItsChildren) {
  const SandboxProcess sandbox(world());
  const Installation books(sandbox, "account = \"demo-collective\"");
  const Finished backfill = books.run({"backfill"});
  ASSERT_EQ(backfill.ended.exit_status, 0) << backfill.errors;
  expect_equal_ledger(sandbox, books.database(), ledger_of_collective);
}

TEST(LedgerEquality, HoldsUnderTheOrderOfTenSecondBuckets) {
  auto arguments = world();
  arguments.emplace_back("--ordered-ledger");
  const SandboxProcess sandbox(arguments);
  const Installation books(sandbox, "host = \"demo-host\"");
  const Finished sync = books.run({"sync", "--page-size", "300"});
  ASSERT_EQ(sync.ended.exit_status, 0) << sync.errors;
  expect_equal_ledger(sandbox, books.database(), ledger_of_host);
}

TEST(LedgerEquality, ASecondSyncBringsNothingNew) {
  const SandboxProcess sandbox(world());
  const Installation books(sandbox, "host = \"demo-host\"");
  ASSERT_EQ(books.run({"sync"}).ended.exit_status, 0);
  const std::string before = dump_everything(books.database());
  const Finished night = books.run({"--json", "sync"});
  ASSERT_EQ(night.ended.exit_status, 0) << night.errors;
  EXPECT_TRUE(dump_everything(books.database()) == before);
}

// What is internal to a host's books is decided by where accounts are now (accounting.md R2).
TEST(LedgerEquality, OfAHostIsKnownWhichAccountsItHostsAtPresent) {
  const SandboxProcess sandbox(demo_world());
  const Installation books(sandbox, "host = \"demo-host\"");
  expect_quiet_success(books.run({"backfill"}));
  const auto hosts_of = [&](const std::string& slug) {
    return query(books.database(),
                 "SELECT CASE host WHEN (SELECT public_id FROM accounts WHERE slug = 'demo-host') "
                 "THEN 'here' WHEN NULL THEN 'unknown' ELSE 'elsewhere' END FROM accounts "
                 "WHERE slug = '" +
                     slug + "'");
  };
  EXPECT_EQ(hosts_of("demo-collective"), "here\n");
  EXPECT_EQ(hosts_of("demo-euro-collective"), "here\n");
  EXPECT_EQ(query(books.database(),
                  "SELECT p.slug FROM accounts a JOIN accounts p "
                  "ON p.public_id = a.parent WHERE a.slug = 'demo-project'"),
            "demo-collective\n");
}

}  // namespace
}  // namespace bursar::tests
