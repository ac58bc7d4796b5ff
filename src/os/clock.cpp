#include "os/clock.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "os/stop_request.hpp"

namespace bursar::os {

ledger::Instant SystemClock::now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::int64_t SystemClock::steady_ms() {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count();
}

void SystemClock::sleep_ms(std::int64_t ms) {
  using Steady = std::chrono::steady_clock;
  const auto end = Steady::now() + std::chrono::milliseconds(ms);
  while (Steady::now() < end && !stop_requested()) {
    const auto left = end - Steady::now();
    std::this_thread::sleep_for(std::min<Steady::duration>(left, std::chrono::milliseconds(100)));
  }
}

}  // namespace bursar::os
