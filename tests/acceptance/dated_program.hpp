#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "installation.hpp"
#include "os/clock.hpp"

namespace bursar::tests {

// The program of an installation, run within this process at a time of the test's choosing: what is
// proven, and with it the last day of a statement, follows the clock.
class DatedProgram {
 public:
  // `books` must outlive it.
  explicit DatedProgram(const Installation& books) : books_(books) {}

  // From now on it is this moment, RFC 3339; whatever waits makes it later.
  void set_time(const std::string& moment);
  [[nodiscard]] Finished run(const std::vector<std::string>& arguments);

 private:
  class SetClock final : public os::Clock {
   public:
    ledger::Instant now() override { return {milliseconds_}; }
    void sleep_ms(std::int64_t ms) override { milliseconds_ += ms; }
    void set(ledger::Instant now) { milliseconds_ = now.ms; }

   private:
    std::atomic<std::int64_t> milliseconds_ = 0;  // the lanes of a pull are threads
  };

  const Installation& books_;
  SetClock clock_;
};

}  // namespace bursar::tests
