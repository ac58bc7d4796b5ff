#include "store/reconciliations.hpp"

#include <gtest/gtest.h>

#include "store_fixture.hpp"

namespace bursar::store {
namespace {

class Reconciliations : public StoreTest {
 protected:
  void put(const Reconciliation& reconciliation) {
    WriteTransaction transaction(database_);
    put_reconciliation(database_, reconciliation);
    transaction.commit();
  }
  [[nodiscard]] Reconciliation sample(std::int64_t stored, bool short_form = false) const {
    Reconciliation sample;
    sample.source = source_.source;
    sample.made_at = {1'700'000'000'000};
    sample.safe = {1'600'000'000'000};
    sample.read_to = {1'650'000'000'000};
    sample.short_form = short_form;
    sample.remaining = 1;
    const ledger::Currency euro = *ledger::Currency::parse("EUR");
    sample.balances = {{"acc_collective", "collective", euro, 2, 5, {}, stored, -7, "differs"}};
    sample.differences = {{"platform-differs", "acc_collective", "collective", euro, -7 - stored,
                           ledger::Instant{1'598'918'400'000}, "EXPENSE", "one row", false, true,
                           false}};
    return sample;
  }

  WriteCounts rows_ = write(make_page());
  Source source_ = open_source(database_, "books", "account", "acc_collective", {0});
};

TEST_F(Reconciliations, AreReadAsTheyWereWritten) {
  EXPECT_FALSE(last_reconciliation(database_, source_.source, false));
  put(sample(100));
  const auto last = last_reconciliation(database_, source_.source, false);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->made_at.ms, 1'700'000'000'000);
  EXPECT_EQ(last->safe.ms, 1'600'000'000'000);
  EXPECT_EQ(last->read_to.ms, 1'650'000'000'000);
  EXPECT_EQ(last->remaining, 1);
  ASSERT_EQ(last->balances.size(), 1U);
  EXPECT_EQ(last->balances[0].stored_now, 100);
  EXPECT_EQ(last->balances[0].platform_now, -7);
  EXPECT_FALSE(last->balances[0].platform_then);
  EXPECT_EQ(last->balances[0].state, "differs");
  ASSERT_EQ(last->differences.size(), 1U);
  EXPECT_EQ(last->differences[0].amount, -107);
  EXPECT_EQ(last->differences[0].month->ms, 1'598'918'400'000);
  EXPECT_TRUE(last->differences[0].theirs);
  EXPECT_FALSE(last->differences[0].remains);
}

TEST_F(Reconciliations, KeepTheirOutcomeAndTheFiguresOfTheLastOfEachForm) {
  put(sample(100));
  put(sample(1, true));
  put(sample(200));
  EXPECT_EQ(ask("SELECT count(*) FROM reconciliations"), "3");
  EXPECT_EQ(ask("SELECT count(*) FROM reconciled_balances"), "2");
  EXPECT_EQ(ask("SELECT count(*) FROM reconciled_differences"), "2");
  EXPECT_EQ(last_reconciliation(database_, source_.source, false)->balances[0].stored_now, 200);
  EXPECT_EQ(last_reconciliation(database_, source_.source, true)->balances[0].stored_now, 1);
}

TEST_F(Reconciliations, KnowWhatCameOrChangedAfterThem) {
  put(sample(100));
  const auto last = last_reconciliation(database_, source_.source, false);
  EXPECT_EQ(rows_since(database_, source_, *last), 0);
  ledger::TransactionPage page = make_page();
  page.rows = {make_transaction(1)};
  write(page);
  EXPECT_EQ(rows_since(database_, source_, *last), 1);
  page.rows[0].description = "Changed";
  write(page);
  EXPECT_EQ(rows_since(database_, source_, *last), 1) << "one row, new and changed";
}

}  // namespace
}  // namespace bursar::store
