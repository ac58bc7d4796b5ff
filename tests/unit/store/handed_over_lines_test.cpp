// What reports show of the export ledger: sums by ledger account, lines on suspense, corrections.
#include <vector>

#include <gtest/gtest.h>

#include "store/corrections.hpp"
#include "store/suspense_lines.hpp"
#include "store/trial_balance.hpp"
#include "store_fixture.hpp"

namespace bursar::store {
namespace {

// A journal (1) with a contribution of 100.00 caught up, one of 50.00 handed over on day 20,000,
// and an expense of 12.10 on day 20,031: on suspense, then corrected to 13.10 by the second batch.
// A statement (2) of which a line of 9.00 was reversed.
constexpr const char* export_ledger = R"(
INSERT INTO mapping_texts VALUES (1, 'h', 'd', 't');
INSERT INTO profiles VALUES (1, 'entries', 1, 'journal', '{}', '{}', 1, 0, 0, 0, 0),
                            (2, 'bank', 1, 'statement', '{}', '{}', 1, 0, 0, 0, 0);
INSERT INTO batches VALUES (1, 1, 1, 1000, '0', NULL, 1, 1, '.', 1, 0, 0),
                           (2, 1, 2, 2000, '0', NULL, 1, 1, '.', 1, 0, 0),
                           (3, 2, 1, 2000, '0', NULL, 1, 1, '.', 1, 0, 0);
INSERT INTO codings VALUES (1, 'EUR', 'Income', '', '', 'Money'),
                           (2, 'EUR', 'Suspense', '21%', '', 'Money');
INSERT INTO export_groups VALUES (1, 1, 'a', 19000, 0), (2, 1, 'b', 20000, 1), (3, 1, 'c', 20031, 2);
INSERT INTO export_units SELECT g, g, row, 0, 1, 0, 0, g = 3
  FROM transactions, (SELECT 1 AS g UNION SELECT 2 UNION SELECT 3);
INSERT INTO entries VALUES (1, 1, 1, 2, 'OCb', NULL, 'EUR', 20000, NULL),
                           (2, 1, 1, 3, 'OCc', NULL, 'EUR', 20031, NULL),
                           (3, 1, 2, 3, 'OCc-2', NULL, 'EUR', 20040, 20031);
INSERT INTO export_lines VALUES (1, 1, NULL, 1, 0, 4, -10000, 0, 1), (2, 2, 1, 1, 0, 0, -5000, 0, 1),
                                (3, 3, 2, 2, 0, 0, 1000, 210, 0), (4, 3, 3, 2, 0, 2, -1000, -210, 0),
                                (5, 3, 3, 2, 0, 3, 1100, 210, 1);
INSERT INTO streams VALUES (1, 2, 'acc_collective', 'EUR', 'collective', '1', 0, 0, NULL);
INSERT INTO statement_lines SELECT 1, 1, 3, row, 0, 0, 0, 20000, NULL, 900, 0 FROM transactions;
INSERT INTO statement_lines SELECT 2, 1, 3, row, 0, 2, 1, 20001, 19999, -900, 0 FROM transactions;
)";

class HandedOverLines : public StoreTest {
 protected:
  HandedOverLines() {
    ledger::TransactionPage page = make_page();
    page.rows = {make_transaction(1)};
    write(page);
    (void)open_source(database_, "books", "account", "acc_collective", {0});
    database_.connection().exec(export_ledger);
    journal_ = *find_profile(database_, "entries");
    statement_ = *find_profile(database_, "bank");
  }
  Profile journal_;
  Profile statement_;
};

void expect_sum(const LedgerAccountSum& sum, const char* account, std::int64_t before,
                std::int64_t debit, std::int64_t credit) {
  EXPECT_EQ(sum.account, account);
  EXPECT_EQ(sum.before, before) << account;
  EXPECT_EQ(sum.debit, debit) << account;
  EXPECT_EQ(sum.credit, credit) << account;
}

TEST_F(HandedOverLines, AreAddedUpByLedgerAccountBeforeAndWithinAPeriod) {
  const auto sums = trial_balance(database_, 1, {20001}, {20031});
  ASSERT_EQ(sums.size(), 3U);
  expect_sum(sums[0], "Income", -15000, 0, 0);
  expect_sum(sums[1], "Suspense", 0, 1000, 0);
  EXPECT_EQ(sums[1].software_tax, 210);
  expect_sum(sums[2], "Money", 15000, 0, 1210);
  EXPECT_TRUE(sums[2].is_money);
}

TEST_F(HandedOverLines, BalanceWithTheTaxThatTheSoftwareAdds) {
  std::int64_t total = 0;
  for (const auto& sum : trial_balance(database_, 1, {0}, {30000})) {
    total += sum.before + sum.debit - sum.credit + sum.software_tax;
  }
  EXPECT_EQ(total, 0);
}

TEST_F(HandedOverLines, OnSuspenseAreThoseThatStand) {
  const auto lines = suspense_lines(database_, 1, 10);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].entry, "OCc-2");
  EXPECT_EQ(lines[0].ledger_account, "Suspense");
  EXPECT_EQ(lines[0].account, "The collective");
  EXPECT_EQ(lines[0].amount.hundredths, 1100);
  EXPECT_TRUE(suspense_lines(database_, 1, 0).empty());
}

TEST_F(HandedOverLines, CorrectionsAreThoseOfBatchesMadeAfterALock) {
  const Corrections found = corrections(database_, journal_, {1000}, 10);
  ASSERT_EQ(found.lines.size(), 2U);
  EXPECT_EQ(found.lines[0].origin, LineOrigin::reversal);
  EXPECT_EQ(found.lines[0].name, "OCc-2");
  EXPECT_EQ(found.lines[0].moved_from, ledger::CivilDate{20031});
  EXPECT_EQ(found.lines[1].amount.hundredths, 1100);
  EXPECT_TRUE(corrections(database_, journal_, {2000}, 10).lines.empty());
  const Corrections first = corrections(database_, journal_, {1000}, 1);
  EXPECT_EQ(first.lines.size(), 1U);
  EXPECT_EQ(first.all, 2) << "those that are left out are counted";
}

TEST_F(HandedOverLines, CorrectionsOfAStatementAreNamedByItsAccount) {
  const Corrections found = corrections(database_, statement_, {0}, 10);
  ASSERT_EQ(found.lines.size(), 1U);
  EXPECT_EQ(found.lines[0].name, "collective");
  EXPECT_EQ(found.lines[0].amount.hundredths, -900);
  EXPECT_EQ(found.lines[0].moved_from, ledger::CivilDate{19999});
}

}  // namespace
}  // namespace bursar::store
