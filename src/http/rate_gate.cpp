#include "http/rate_gate.hpp"

#include <algorithm>
#include <charconv>

#include "http/transport_error.hpp"
#include "os/stop_request.hpp"

namespace bursar::http {
namespace {

// The API counts in windows of a minute (F 2.1.1). A reset further away than that only means that
// the two clocks differ.
constexpr std::int64_t window_ms = 60'000;
constexpr std::int64_t longest_reset_ms = window_ms + 2'000;

std::optional<std::int64_t> number(const Response& response, std::string_view name) {
  const auto text = response.header(name);
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0) return std::nullopt;
  return value;
}

// Requests left alone for others who use the same token at the same time.
std::int64_t reserve_of(std::int64_t limit) {
  return limit / 10;
}

}  // namespace

RateGate::RateGate(os::Clock& clock) : clock_(clock) {}

void RateGate::enter() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const ledger::Instant now = clock_.now();
    if (remaining_ && now >= reset_) remaining_ = limit_;
    const bool spent = remaining_ && *remaining_ <= reserve_of(limit_.value_or(0)) && now < reset_;
    ledger::Instant open = closed_until_;
    if (spent) open = std::max(open, reset_);
    if (open <= now) break;
    lock.unlock();
    clock_.sleep_ms(open - now);
    if (os::stop_requested()) {
      throw TransportError(Failure::stopped,
                           "stopped on request while waiting for the API's rate limit",
                           "run again: it goes on from here");
    }
    lock.lock();
  }
  if (remaining_ && *remaining_ > 0) --*remaining_;
}

void RateGate::learn(const Response& response) {
  const auto limit = number(response, "x-ratelimit-limit");
  const auto remaining = number(response, "x-ratelimit-remaining");
  const auto reset = number(response, "x-ratelimit-reset");
  if (!remaining || !reset) return;
  const std::lock_guard lock(mutex_);
  const ledger::Instant now = clock_.now();
  const ledger::Instant told =
      std::min(ledger::Instant{*reset * ledger::ms_per_second}, now + longest_reset_ms);
  if (limit) limit_ = limit;
  // Answers of parallel requests may arrive out of order: within a window the budget only shrinks.
  const bool same_window = remaining_ && reset_ > now && told - reset_ < window_ms / 2;
  remaining_ = same_window ? std::min(*remaining_, *remaining) : *remaining;
  reset_ = told;
}

void RateGate::close_until(ledger::Instant until) {
  const std::lock_guard lock(mutex_);
  closed_until_ = std::max(closed_until_, until);
}

std::optional<std::int64_t> RateGate::remaining() const {
  const std::lock_guard lock(mutex_);
  return remaining_;
}

}  // namespace bursar::http
