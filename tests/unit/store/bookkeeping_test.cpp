// Runs, sources and quarantine.
#include "error/error.hpp"
#include "store/quarantine.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using Bookkeeping = StoreTest;

TEST_F(Bookkeeping, RunsAreListedNewestFirstWithWhatTheyDid) {
  const auto first = begin_run(database_, "sync", "0.1.0", {1000});
  SourceOutcome outcome{"ours", "transactions", 3, 100, 90, 5, 1, "timed out"};
  record_outcome(database_, first, outcome);
  end_run(database_, first, 3, {2000});
  const auto second = begin_run(database_, "backfill", "0.1.0", {3000});
  EXPECT_GT(second, first);
  const auto runs = last_runs(database_, 10);
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].command, "backfill");
  EXPECT_FALSE(runs[0].ended_at);
  EXPECT_FALSE(runs[0].exit_status);
  EXPECT_EQ(runs[1].exit_status, 3);
  EXPECT_EQ(runs[1].ended_at->ms, 2000);
  ASSERT_EQ(runs[1].outcomes.size(), 1U);
  EXPECT_EQ(runs[1].outcomes[0].error, "timed out");
  EXPECT_EQ(runs[1].outcomes[0].rows_read, 100);
  EXPECT_EQ(runs[1].outcomes[0].changed, 5);
  EXPECT_EQ(last_runs(database_, 1).size(), 1U);
}

TEST_F(Bookkeeping, PullsAreToldFromOtherRuns) {
  const auto pull = begin_run(database_, "sync", "0.1.0", {1000});
  for (const char* other : {"export", "reconcile", "receipts"}) {
    (void)begin_run(database_, other, "0.1.0", {2000});
  }
  ASSERT_EQ(last_pulls(database_, 10).size(), 1U);
  EXPECT_EQ(last_pulls(database_, 10)[0].run, pull);
  EXPECT_EQ(last_runs(database_, 10).size(), 4U);
}

TEST_F(Bookkeeping, ASourceIsFoundAgainByItsName) {
  const Source made = open_source(database_, "ours", "host", "acc_host", {5});
  const Source again = open_source(database_, "ours", "host", "acc_host", {3});
  EXPECT_EQ(again.source, made.source);
  EXPECT_EQ(again.start.ms, 3);
  EXPECT_EQ(find_source(database_, "ours")->start.ms, 3);
  EXPECT_FALSE(find_source(database_, "theirs"));
  EXPECT_EQ(list_sources(database_).size(), 1U);
}

TEST_F(Bookkeeping, ASourceDoesNotBecomeAnother) {
  (void)open_source(database_, "ours", "host", "acc_host", {5});
  for (const auto& [perspective, account] :
       {std::pair{"account", "acc_host"}, std::pair{"host", "acc_other"}}) {
    try {
      (void)open_source(database_, "ours", perspective, account, {5});
      FAIL() << "opened as " << perspective << " " << account;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
    }
  }
}

TEST_F(Bookkeeping, MembersAreUpdatedInPlace) {
  const auto source = open_source(database_, "ours", "account", "acc_1", {0}).source;
  put_member(database_, source, {"acc_1", false, false});
  put_member(database_, source, {"acc_2", false, true});
  put_member(database_, source, {"acc_1", true, true});
  const auto known = members(database_, source);
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].account, "acc_1");
  EXPECT_TRUE(known[0].gone && known[0].caught_up);
  EXPECT_FALSE(known[1].gone);
}

TEST_F(Bookkeeping, WhatStaysUnreadableIsTheSameEntryTriedAgain) {
  const auto source = open_source(database_, "ours", "host", "acc_host", {0}).source;
  const StreamKey key{source, "expenses", ""};
  const auto entry = [&](const std::string& reason, std::int64_t index) {
    Unreadable unreadable;
    unreadable.key = key;
    unreadable.window = {{10}, {20}};
    unreadable.index = index;
    unreadable.reason = reason;
    return unreadable;
  };
  put_quarantine(database_, key, {{10}, {20}}, {entry("payee", 3), entry("account", 4)}, {100});
  put_quarantine(database_, key, {{0}, {50}}, {entry("account", 9)}, {200});
  const auto left = quarantine(database_, source);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].reason, "account");
  EXPECT_EQ(left[0].index, 9);
  EXPECT_EQ(left[0].attempts, 2);
  EXPECT_EQ(left[0].first_seen.ms, 100);
  EXPECT_EQ(left[0].last_seen.ms, 200);
  put_quarantine(database_, {source, "transactions", ""}, {{0}, {50}}, {}, {300});
  EXPECT_EQ(quarantine(database_, source).size(), 1U) << "another stream's";
  put_quarantine(database_, key, {{0}, {50}}, {}, {300});
  EXPECT_TRUE(quarantine(database_, source).empty());
}

}  // namespace
}  // namespace bursar::store
