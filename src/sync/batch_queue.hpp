#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "store/coverage.hpp"
#include "sync/window_walk.hpp"

namespace bursar::sync {

// A batch on its way from a lane to the writer.
struct Delivery {
  store::StreamKey key;
  std::variant<Batch<ledger::Transaction>, Batch<ledger::Expense>> batch;
  bool records_window = true;  // false: what it proves is no window's completeness
  std::int64_t page_size = 0;
};

// Hands batches from the lanes that read to the one thread that writes. Bounded, so that memory
// stays flat when the disk is slower than the network.
class BatchQueue {
 public:
  BatchQueue(std::size_t capacity, int lanes);

  // Waits while the queue is full. False when the writer has given up: the lane should end.
  [[nodiscard]] bool push(Delivery delivery);
  // A lane has ended; `failure` is null when it went well. The first failure is kept.
  void lane_done(std::exception_ptr failure);

  // Waits for a batch; nothing once all lanes have ended and all is taken.
  [[nodiscard]] std::optional<Delivery> pop();
  // Whether pop() would return a batch at once.
  [[nodiscard]] bool has_waiting() const;
  // The writer gives up: lanes are told at their next push.
  void abandon();
  // What the first lane to fail threw, or null. To be asked once pop() returned nothing.
  [[nodiscard]] std::exception_ptr failure() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Delivery> waiting_;
  std::size_t capacity_;
  int lanes_;
  bool abandoned_ = false;
  std::exception_ptr failure_;
};

}  // namespace bursar::sync
