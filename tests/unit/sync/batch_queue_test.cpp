#include "sync/batch_queue.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

namespace bursar::sync {
namespace {

Delivery delivery(std::int64_t rows) {
  Batch<ledger::Transaction> batch;
  batch.rows = rows;
  return {{1, "transactions", {}}, std::move(batch), true, 0};
}

std::int64_t rows_of(const Delivery& delivery) {
  return std::get<Batch<ledger::Transaction>>(delivery.batch).rows;
}

TEST(BatchQueue, HandsBatchesOnInTheirOrderAndEndsWithTheLanes) {
  BatchQueue queue(1, 1);
  std::jthread lane([&] {
    for (std::int64_t i = 0; i < 100; ++i) ASSERT_TRUE(queue.push(delivery(i)));
    queue.lane_done(nullptr);
  });
  for (std::int64_t i = 0; i < 100; ++i) EXPECT_EQ(rows_of(queue.pop().value()), i);
  EXPECT_FALSE(queue.pop().has_value());
  EXPECT_EQ(queue.failure(), nullptr);
}

TEST(BatchQueue, TellsWhetherABatchIsWaiting) {
  BatchQueue queue(2, 1);
  EXPECT_FALSE(queue.has_waiting());
  ASSERT_TRUE(queue.push(delivery(1)));
  ASSERT_TRUE(queue.push(delivery(2)));
  (void)queue.pop();
  EXPECT_TRUE(queue.has_waiting());
  (void)queue.pop();
  EXPECT_FALSE(queue.has_waiting());
}

TEST(BatchQueue, HoldsNoMoreThanItsCapacity) {
  BatchQueue queue(1, 1);
  std::atomic<int> pushed{0};
  std::jthread lane([&] {
    for (int i = 0; i < 3; ++i) {
      if (queue.push(delivery(i))) ++pushed;
    }
    queue.lane_done(nullptr);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_LE(pushed.load(), 1);
  while (queue.pop()) {
  }
  EXPECT_EQ(pushed.load(), 3);
}

TEST(BatchQueue, GoesOnWithOneLaneWhenTheOtherFailsAndKeepsTheFailure) {
  BatchQueue queue(4, 2);
  queue.lane_done(std::make_exception_ptr(std::runtime_error("first")));
  ASSERT_TRUE(queue.push(delivery(7)));
  queue.lane_done(std::make_exception_ptr(std::runtime_error("second")));
  EXPECT_EQ(rows_of(queue.pop().value()), 7);
  EXPECT_FALSE(queue.pop().has_value());
  try {
    std::rethrow_exception(queue.failure());
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "first");
  }
}

TEST(BatchQueue, SendsLanesHomeWhenTheWriterGivesUp) {
  BatchQueue queue(1, 1);
  ASSERT_TRUE(queue.push(delivery(1)));
  std::jthread lane([&] {
    EXPECT_FALSE(queue.push(delivery(2)));
    queue.lane_done(nullptr);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  queue.abandon();
  EXPECT_FALSE(queue.pop().has_value());
}

}  // namespace
}  // namespace bursar::sync
