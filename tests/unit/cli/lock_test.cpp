#include "stored_books.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class LockCommand : public StoredBooksTest {};

TEST_F(LockCommand, WhatIsNotProvenIsNotLocked) {
  export_all();
  const Said said = run({"lock", "band", "2026-02-01"});
  EXPECT_EQ(said.status, 75);
  EXPECT_THAT(said.err, HasSubstr("proven complete through 2026-01-31"));
  EXPECT_THAT(run({"lock", "band"}).out, HasSubstr("nothing is locked"));
}

TEST_F(LockCommand, WhatIsNotHandedOverIsNotLocked) {
  const Said said = run({"lock", "band", "2026-01-31"});
  EXPECT_EQ(said.status, 75);
  EXPECT_THAT(said.err, HasSubstr("profile entries: 3 not handed over yet"));
  EXPECT_TRUE(std::filesystem::is_empty(inbox()));
}

TEST_F(LockCommand, EntriesAfterThePeriodDoNotMatter) {
  export_all();
  store_rows({row(5, "CONTRIBUTION", 'd', "2026-02-03T12:00:00Z", 500)});
  prove("2026-03-01T00:00:00Z");
  reconcile();
  EXPECT_EQ(run({"lock", "band", "2026-01-31"}).status, 0);
  EXPECT_EQ(run({"lock", "band", "2026-02-28"}).status, 75);
}

TEST_F(LockCommand, TheTotalsOfTheBooksAreRecorded) {
  configure(std::string(journal_profile) + bank_profile);
  export_all();
  reconcile();
  const Said said = run({"lock", "band", "2026-01-31", "--reason", "annual accounts"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.out + said.err, "");
  const auto locks = events({"lock", "band"}, "lock");
  ASSERT_EQ(locks.size(), 1U);
  EXPECT_EQ(locks[0]["through"], "2026-01-31");
  EXPECT_EQ(locks[0]["forced"], false);
  EXPECT_EQ(locks[0]["reason"], "annual accounts");
  std::map<std::string, std::string> balances;
  for (const auto& total : locks[0]["totals"]) {
    balances[total["profile"].get<std::string>() + " " + total["account"].get<std::string>()] =
        total["balance"];
  }
  const std::map<std::string, std::string> expected{{"bank band", "136.50"},
                                                    {"entries Clearing", "136.50"},
                                                    {"entries Costs", "40.00"},
                                                    {"entries Donations", "-195.00"},
                                                    {"entries Fees", "18.50"}};
  EXPECT_EQ(balances, expected);
}

TEST_F(LockCommand, WhatWaitsOrIsHeldInThePeriodIsNamed) {
  configure(std::string(journal_profile) + "strict = true\n");
  ledger::Transaction typed = row(6, "CONTRIBUTION", 'e', "2026-02-02T09:00:00Z", 700);
  typed.cleared_at = ledger::parse_rfc3339("2026-01-30T00:00:00Z");
  store_rows({typed, row(7, "SOMETHING_NEW", 'f', "2026-01-21T09:00:00Z", 900)});
  EXPECT_EQ(run({"export"}).status, 3);
  reconcile();
  const Said said = run({"lock", "band", "2026-01-31"});
  EXPECT_EQ(said.status, 75);
  EXPECT_THAT(said.err, HasSubstr("profile entries: 1 waiting (eeeeeeee"));
  EXPECT_THAT(said.err, HasSubstr("profile entries: 1 held back (ffffffff"));
  EXPECT_EQ(run({"lock", "band", "2026-01-20"}).status, 0) << "that is before either";
}

TEST_F(LockCommand, LinesOnSuspenseAreNamedAndAForcedLockSaysSo) {
  store_rows({row(7, "SOMETHING_NEW", 'f', "2026-01-21T09:00:00Z", 900)});
  EXPECT_EQ(run({"export"}).status, 0);
  reconcile();
  const Said refused = run({"lock", "band", "2026-01-31"});
  EXPECT_EQ(refused.status, 75);
  EXPECT_THAT(refused.err, HasSubstr("profile entries: 1 lines on suspense"));
  const Said forced = run({"lock", "band", "2026-01-31", "--force", "--reason", "the board said"});
  EXPECT_EQ(forced.status, 0);
  EXPECT_THAT(forced.err, HasSubstr("1 lines on suspense"));
  EXPECT_THAT(run({"lock", "band"}).out, HasSubstr("locked by force"));
  EXPECT_THAT(run({"lock", "band"}).out, HasSubstr("the board said; although profile entries"));
}

TEST_F(LockCommand, RowsThatNobodyCouldReadAreNamed) {
  export_all();
  quarantine_one("2026-01-15T12:00:00Z");
  reconcile();
  const Said refused = run({"lock", "band", "2026-01-31"});
  EXPECT_EQ(refused.status, 75);
  EXPECT_THAT(refused.err, HasSubstr("1 rows that the platform cannot show"));
  EXPECT_EQ(run({"lock", "band", "2026-01-14"}).status, 0);
}

TEST_F(LockCommand, LocksMoveForwardUnlessReopened) {
  export_all();
  reconcile();
  EXPECT_EQ(run({"lock", "band", "2026-01-20"}).status, 0);
  const Said back = run({"lock", "band", "2026-01-10"});
  EXPECT_EQ(back.status, 64);
  EXPECT_THAT(back.err, HasSubstr("locked through 2026-01-20 already"));
  EXPECT_EQ(run({"lock", "band", "--reopen", "2026-01-10"}).status, 64) << "no reason given";
  EXPECT_EQ(run({"lock", "band", "--reopen", "2026-01-25", "--reason", "x"}).status, 64);
  EXPECT_EQ(run({"lock", "band", "--reopen", "2026-01-10", "--reason", "audit"}).status, 0);
  EXPECT_EQ(run({"lock", "band", "2026-01-15"}).status, 0);
  EXPECT_EQ(run({"lock", "band", "--reopen", "none", "--reason", "audit"}).status, 0);
  const auto locks = events({"lock", "band"}, "lock");
  ASSERT_EQ(locks.size(), 4U);
  EXPECT_EQ(locks[1]["through"], "2026-01-10");
  EXPECT_EQ(locks[1]["reopens"], true);
  EXPECT_EQ(locks[1]["reason"], "audit");
  EXPECT_EQ(locks[3]["through"], nullptr);
}

TEST_F(LockCommand, WhatComesLateIsDatedAfterTheLock) {
  export_all();
  reconcile();
  EXPECT_EQ(run({"lock", "band", "2026-01-31"}).status, 0);
  ledger::Transaction late = row(8, "PAYMENT_PROCESSOR_FEE", 'a', "2026-01-05T12:00:00Z", -300);
  store_rows({late});
  prove("2026-02-10T00:00:00Z");
  EXPECT_EQ(run({"export"}).status, 0);
  const auto told = events({"explain", "8"}, "explanation");
  ASSERT_EQ(told.size(), 1U);
  const auto& line = told[0]["profiles"][0]["handed_over"][0];
  EXPECT_EQ(line["id"], "OCaaaaaaaa0000400-2");
  EXPECT_EQ(line["date"], "2026-02-01");
  EXPECT_EQ(line["moved_from"], "2026-01-05");
  EXPECT_EQ(line["origin"], "late");
}

// 317.88 were missing in a period that was locked.
TEST_F(LockCommand, WhatIsNotReconciledIsNotLocked) {
  export_all();
  const auto refusal = [&] {
    const Said said = run({"lock", "band", "2026-01-31", "--force"});
    EXPECT_EQ(said.status, 75);
    EXPECT_THAT(said.err, HasSubstr("run `bursar reconcile band`"));
    return said.err;
  };
  EXPECT_THAT(refusal(), HasSubstr("it was never reconciled"));
  record_reconciliation(home_ / "bursar.db", "band", clock_.now(), 0, true);
  EXPECT_THAT(refusal(), HasSubstr("it was never reconciled")) << "a sync's quick check only";
  reconcile(2);
  EXPECT_THAT(refusal(), HasSubstr("left 2 differences"));
  reconcile();
  EXPECT_EQ(run({"lock", "band", "2026-01-31"}).status, 0);
}

TEST_F(LockCommand, AReconciliationMustBeNewerThanTheLastSync) {
  export_all();
  reconcile();
  clock_.sleep_ms(60'000);
  store_rows({row(5, "CONTRIBUTION", 'd', "2026-02-03T12:00:00Z", 500)});  // by a run that died
  prove("2026-03-01T00:00:00Z");
  EXPECT_THAT(run({"lock", "band", "2026-01-31"}).err,
              HasSubstr("1 rows were stored or changed after its reconciliation of"));
  reconcile();
  clock_.sleep_ms(60'000);
  pull_nothing("shop");
  EXPECT_EQ(run({"lock", "band", "2026-01-30"}).status, 0) << "that was another source";
  pull_nothing("band");
  const Said said = run({"lock", "band", "2026-01-31"});
  EXPECT_EQ(said.status, 75);
  EXPECT_THAT(said.err, HasSubstr("came after its reconciliation of"));
  reconcile();
  EXPECT_EQ(run({"lock", "band", "2026-01-31"}).status, 0);
}

TEST_F(LockCommand, AReconciliationMustReachTheLockedDay) {
  prove("2026-02-01T00:00:00Z");
  reconcile();
  prove("2026-03-01T00:00:00Z");
  export_all();
  EXPECT_THAT(run({"lock", "band", "2026-02-01"}).err,
              HasSubstr("reaches through 2026-01-31 only"));
  EXPECT_EQ(run({"lock", "band", "2026-01-31"}).status, 0);
}

TEST_F(LockCommand, WhyThereIsNoReconciliationIsRecorded) {
  export_all();
  const Said said =
      run({"lock", "band", "2026-01-20", "--without-reconciliation", "the platform is down"});
  EXPECT_EQ(said.status, 0);
  EXPECT_THAT(said.err, HasSubstr("locked without a reconciliation: the platform is down; although "
                                  "it was never reconciled"));
  EXPECT_THAT(run({"lock", "band"}).out,
              HasSubstr("the platform is down; although it was never reconciled"));
  reconcile();
  EXPECT_EQ(run({"lock", "band", "2026-01-31", "--without-reconciliation", "habit"}).status, 0);
  const auto locks = events({"lock", "band"}, "lock");
  ASSERT_EQ(locks.size(), 2U);
  EXPECT_EQ(locks[0]["without_reconciliation"],
            "the platform is down; although it was never reconciled");
  EXPECT_EQ(locks[0]["forced"], false);
  EXPECT_EQ(locks[1]["without_reconciliation"], "") << "there is one";
}

TEST_F(LockCommand, WordsThatAreWrongAreNamed) {
  EXPECT_THAT(run({"lock", "bnad", "2026-01-31"}).err, HasSubstr("band"));
  EXPECT_EQ(run({"lock", "band", "January"}).status, 64);
  EXPECT_EQ(run({"lock", "band", "--force"}).status, 64);
  EXPECT_THAT(run({"lock", "band", "--reopen", "none", "--reason", "x"}).err,
              HasSubstr("band is not locked"));
}

}  // namespace
}  // namespace bursar::cli
