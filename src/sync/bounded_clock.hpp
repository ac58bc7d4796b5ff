#pragma once

#include <cstdint>

#include "os/clock.hpp"
#include "sync/run.hpp"

namespace bursar::sync {

// The wall clock, but never minutes ahead of the API's own. A window that ended in the future would
// be taken for proven before its rows exist: statements would name days that have not been, and
// what comes later would be a late change. A clock that is behind only makes windows end earlier.
// What the API tells is cut to the second: a clock that is right keeps its own time, which never
// goes back from one run to the next.
class BoundedClock final : public os::Clock {
 public:
  // Both must outlive it.
  BoundedClock(os::Clock& clock, const Connector& connector)
      : clock_(clock), connector_(connector) {}

  [[nodiscard]] ledger::Instant now() override {
    const ledger::Instant ours = clock_.now();
    const auto theirs = connector_.server_now();
    return theirs && ours - *theirs > tolerated_ms ? *theirs : ours;
  }
  [[nodiscard]] std::int64_t steady_ms() override { return clock_.steady_ms(); }
  void sleep_ms(std::int64_t ms) override { clock_.sleep_ms(ms); }

 private:
  // Far less than windows end in the past by default (`sync.settle`).
  static constexpr std::int64_t tolerated_ms = 60'000;

  os::Clock& clock_;
  const Connector& connector_;
};

}  // namespace bursar::sync
