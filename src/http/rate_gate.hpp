#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "http/transport.hpp"
#include "os/clock.hpp"

namespace bursar::http {

// Keeps all transports of a run within the API's budget of requests (F 2.1): 100 a minute with a
// token, 10 without, told by the X-RateLimit-* headers. Safe to share between threads.
class RateGate {
 public:
  // `clock` must outlive the gate.
  explicit RateGate(os::Clock& clock);

  // Waits until a request may be sent and counts it as sent. Throws TransportError where that would
  // be minutes, or when stop was asked for.
  void enter();
  // Learns from the headers of a response: X-RateLimit-Limit, -Remaining, -Reset (Unix seconds).
  void learn(const Response& response);
  // Nobody passes for so long (a Retry-After was received).
  void close_for_ms(std::int64_t ms);

  // Requests left in the present window, if the API has told.
  [[nodiscard]] std::optional<std::int64_t> remaining() const;

 private:
  os::Clock& clock_;
  mutable std::mutex mutex_;
  std::optional<std::int64_t> limit_;
  std::optional<std::int64_t> remaining_;
  // On the clock's steady time: whoever sets the wall clock back must not make it wait for that.
  std::int64_t reset_ms_ = 0;
  std::int64_t closed_until_ms_ = 0;
};

}  // namespace bursar::http
