#pragma once

#include <algorithm>
#include <cstdint>

#include "os/clock.hpp"
#include "sync/run.hpp"

namespace bursar::sync {

// The wall clock, but never ahead of the API's own. A window that ended in the future would be
// taken for proven before its rows exist: statements would name days that have not been, and what
// comes later would be a late change. A clock that is behind only makes windows end earlier.
class BoundedClock final : public os::Clock {
 public:
  // Both must outlive it.
  BoundedClock(os::Clock& clock, const Connector& connector)
      : clock_(clock), connector_(connector) {}

  [[nodiscard]] ledger::Instant now() override {
    const ledger::Instant ours = clock_.now();
    return std::min(ours, connector_.server_now().value_or(ours));
  }
  [[nodiscard]] std::int64_t steady_ms() override { return clock_.steady_ms(); }
  void sleep_ms(std::int64_t ms) override { clock_.sleep_ms(ms); }

 private:
  os::Clock& clock_;
  const Connector& connector_;
};

}  // namespace bursar::sync
