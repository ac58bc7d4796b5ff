#pragma once

#include <cstdint>

#include "ledger/instant.hpp"

namespace bursar::os {

// The wall clock and the passing of time, apart so that tests need not wait.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual ledger::Instant now() = 0;
  // Milliseconds since some fixed moment. Only differences mean something: they are how long it
  // took, whatever somebody does to the wall clock meanwhile.
  [[nodiscard]] virtual std::int64_t steady_ms() { return now().ms; }
  // Returns early when stop was asked for (os::stop_requested).
  virtual void sleep_ms(std::int64_t ms) = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] ledger::Instant now() override;
  [[nodiscard]] std::int64_t steady_ms() override;
  void sleep_ms(std::int64_t ms) override;
};

}  // namespace bursar::os
