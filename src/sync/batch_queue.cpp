#include "sync/batch_queue.hpp"

#include <utility>

namespace bursar::sync {

BatchQueue::BatchQueue(std::size_t capacity, int lanes) : capacity_(capacity), lanes_(lanes) {}

bool BatchQueue::push(Delivery delivery) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return abandoned_ || waiting_.size() < capacity_; });
  if (abandoned_) return false;
  waiting_.push_back(std::move(delivery));
  changed_.notify_all();
  return true;
}

void BatchQueue::lane_done(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  --lanes_;
  if (failure && !failure_) failure_ = std::move(failure);
  changed_.notify_all();
}

std::optional<Delivery> BatchQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || lanes_ == 0; });
  if (waiting_.empty()) return std::nullopt;
  Delivery delivery = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return delivery;
}

bool BatchQueue::has_waiting() const {
  const std::lock_guard lock(mutex_);
  return !waiting_.empty();
}

void BatchQueue::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  waiting_.clear();
  changed_.notify_all();
}

std::exception_ptr BatchQueue::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace bursar::sync
