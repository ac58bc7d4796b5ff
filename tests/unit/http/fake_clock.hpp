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
  [[nodiscard]] std::int64_t steady_ms() override { return now_.ms - jumped_ms_; }
  // Later by as much time as passes until then.
  void set(ledger::Instant now) { now_ = now; }
  // Somebody sets the wall clock; no time passes.
  void jump(std::int64_t ms) {
    now_ = now_ + ms;
    jumped_ms_ += ms;
  }

  [[nodiscard]] std::int64_t slept() const {
    std::int64_t sum = 0;
    for (const std::int64_t ms : sleeps) sum += ms;
    return sum;
  }
  std::vector<std::int64_t> sleeps;

 private:
  ledger::Instant now_{1'795'440'000'000};
  std::int64_t jumped_ms_ = 0;
};

}  // namespace bursar::http
