#include "sync/batch_writer.hpp"

#include <filesystem>
#include <string>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "error/error.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::sync {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t hour = 60 * 60 * ledger::ms_per_second;

class FixedClock final : public os::Clock {
 public:
  [[nodiscard]] ledger::Instant now() override { return now_; }
  void sleep_ms(std::int64_t ms) override { now_ = now_ + ms; }

 private:
  ledger::Instant now_{1'700'000'000'000};
};

class BatchWriterTest : public testing::Test {
 protected:
  BatchWriterTest() : directory_(make_directory()), database_(file(), store::OpenMode::read_write) {
    run_ = store::begin_run(database_, "sync", "0", clock_.now());
    source_ = store::open_source(database_, "ours", "account", "acc_ours", {0}).source;
  }
  ~BatchWriterTest() override { fs::remove_all(directory_); }

  static fs::path make_directory() {
    std::string pattern = (fs::temp_directory_path() / "bursar-batches-XXXXXX").string();
    return mkdtemp(pattern.data());
  }
  [[nodiscard]] fs::path file() const { return directory_ / "bursar.db"; }

  // One row of one account in a window of its own, one hour long.
  [[nodiscard]] Delivery delivery(int number) const {
    Batch<ledger::Transaction> batch;
    batch.interval = {{number * hour}, {(number + 1) * hour}};
    ledger::Account account;
    account.public_id = "acc_ours";
    account.slug = "ours";
    batch.page.accounts.push_back(account);
    ledger::Transaction row;
    row.id = "row-" + std::to_string(number);
    row.created_at = batch.interval.from;
    row.account = 0;
    batch.page.rows.push_back(row);
    batch.page.indexes.push_back(0);
    batch.rows = 1;
    batch.proven_rows = 1;
    return {{source_, "transactions", {}}, std::move(batch), true, 100};
  }

  // What anybody else sees: only what is committed.
  [[nodiscard]] std::string seen(const std::string& sql) const {
    SQLite::Database other(file().string(), SQLite::OPEN_READONLY);
    return other.execAndGet(sql).getString();
  }
  [[nodiscard]] std::string rows_and_windows() const {
    return seen("SELECT (SELECT count(*) FROM transactions) || ' ' || count(*) FROM windows");
  }

  fs::path directory_;
  FixedClock clock_;
  store::Database database_;
  std::int64_t run_ = 0;
  std::int64_t source_ = 0;
};

TEST_F(BatchWriterTest, RowsAndProofsOfAGroupReachTheDiskTogether) {
  BatchWriter writer(database_, clock_, run_);
  writer.write(delivery(1));
  writer.write(delivery(2));
  EXPECT_EQ(rows_and_windows(), "0 0");
  const auto done = writer.commit();
  EXPECT_EQ(rows_and_windows(), "2 2");
  ASSERT_EQ(done.size(), 2U);
  EXPECT_EQ(done[1].interval.from.ms, 2 * hour);
  EXPECT_EQ(done[1].inserted, 1);
  EXPECT_TRUE(writer.commit().empty()) << "nothing is open any more";
}

TEST_F(BatchWriterTest, AGroupIsFullByItsRowsOrByItsAge) {
  BatchWriter writer(database_, clock_, run_);
  EXPECT_FALSE(writer.group_is_full());
  writer.write(delivery(1));
  clock_.sleep_ms(most_ms_of_group - 1);
  EXPECT_FALSE(writer.group_is_full());
  clock_.sleep_ms(1);
  EXPECT_TRUE(writer.group_is_full());
  (void)writer.commit();
  EXPECT_FALSE(writer.group_is_full());

  Delivery large = delivery(2);
  std::get<Batch<ledger::Transaction>>(large.batch).rows = most_rows_of_group;
  writer.write(large);
  EXPECT_TRUE(writer.group_is_full());
}

// The second delivery breaks a reference, so its group is undone; what the first one made the
// writer remember must be forgotten with it, or its account would be missing in the next.
TEST_F(BatchWriterTest, AFailureInTheMiddleUndoesTheGroupAndTheNextOneIsWhole) {
  BatchWriter writer(database_, clock_, run_);
  writer.write(delivery(1));
  Delivery broken = delivery(2);
  std::get<Batch<ledger::Transaction>>(broken.batch).page.rows[0].account = ledger::no_key;
  EXPECT_THROW(writer.write(broken), Error);
  EXPECT_TRUE(writer.commit().empty());
  EXPECT_EQ(rows_and_windows(), "0 0");
  EXPECT_EQ(seen("SELECT count(*) FROM accounts"), "0");

  writer.write(delivery(1));
  writer.write(delivery(3));
  EXPECT_EQ(writer.commit().size(), 2U);
  EXPECT_EQ(rows_and_windows(), "2 2");
  EXPECT_EQ(seen("SELECT count(*) FROM transactions JOIN accounts USING (account)"), "2");
}

TEST_F(BatchWriterTest, APartOfAWindowIsStoredWithoutAProof) {
  BatchWriter writer(database_, clock_, run_);
  Delivery part = delivery(1);
  std::get<Batch<ledger::Transaction>>(part.batch).proven_rows.reset();
  writer.write(part);
  EXPECT_EQ(writer.commit().at(0).rows, 1);
  EXPECT_EQ(rows_and_windows(), "1 0");
  writer.write(delivery(1));
  EXPECT_EQ(writer.commit().at(0).inserted, 0) << "the row was there already";
  EXPECT_EQ(rows_and_windows(), "1 1");
}

TEST_F(BatchWriterTest, AGroupThatNobodyCommitsLeavesNothing) {
  {
    BatchWriter writer(database_, clock_, run_);
    writer.write(delivery(1));
  }
  EXPECT_EQ(rows_and_windows(), "0 0");
}

}  // namespace
}  // namespace bursar::sync
