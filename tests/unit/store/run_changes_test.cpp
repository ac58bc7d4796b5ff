#include "store/run_changes.hpp"

#include <gtest/gtest.h>

#include "store_fixture.hpp"

namespace bursar::store {
namespace {

using Event = RunChanges::Event;

// Two contributions of three rows each, and a fee that stands alone.
class ChangesOfRun : public StoreTest {
 protected:
  ChangesOfRun() {
    for (int i = 0; i < 7; ++i) {
      ledger::Transaction row = make_transaction(i);
      row.group = "11111111-0000-4000-8000-" + std::to_string(100'000'000'000 + i / 3);
      if (i % 3 == 1) row.direction = ledger::Direction::debit;
      if (i % 3 == 2 || i == 6) row.kind = "HOST_FEE";
      page_.rows.push_back(row);
    }
    write(page_);
  }

  ledger::TransactionPage page_ = make_page();
};

// It said "6 transactions were refunded".
TEST_F(ChangesOfRun, CountEventsAndNotTheirRows) {
  for (int i = 0; i < 6; ++i) page_.rows[static_cast<std::size_t>(i)].is_refunded = true;
  write(page_);
  const RunChanges::Events refunded = changes_of_run(database_, context_.run).transactions.refunded;
  EXPECT_EQ(refunded[Event::contribution].number, 2);
  EXPECT_EQ(refunded[Event::contribution].after_export, 0);
  EXPECT_EQ(refunded[Event::transaction].number, 0);
}

TEST_F(ChangesOfRun, CallAFeeThatChangesAloneATransaction) {
  page_.rows[2].host_amount -= 100;
  page_.rows[6].host_amount -= 100;
  write(page_);
  const RunChanges::Transactions changes = changes_of_run(database_, context_.run).transactions;
  EXPECT_EQ(changes.amended[Event::transaction].number, 2);
  EXPECT_EQ(changes.amended[Event::contribution].number, 0);
  EXPECT_EQ(changes.otherwise[Event::contribution].number, 0);
}

}  // namespace
}  // namespace bursar::store
