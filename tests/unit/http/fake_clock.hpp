#pragma once

#include <vector>

#include "os/clock.hpp"

namespace bursar::http {

// Time that passes only by sleeping; remembers how long each sleep was.
class FakeClock final : public os::Clock {
 public:
  [[nodiscard]] ledger::Instant now() override { return now_; }
  void sleep_ms(std::int64_t ms) override {
    sleeps.push_back(ms);
    now_ = now_ + ms;
  }
  void set(ledger::Instant now) { now_ = now; }

  [[nodiscard]] std::int64_t slept() const {
    std::int64_t sum = 0;
    for (const std::int64_t ms : sleeps) sum += ms;
    return sum;
  }
  std::vector<std::int64_t> sleeps;

 private:
  ledger::Instant now_{1'795'440'000'000};
};

}  // namespace bursar::http
