#include "http/rate_gate.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "http/transport_error.hpp"
#include "os/stop_request.hpp"

namespace bursar::http {
namespace {

// The API counts in windows of a minute (F 2.1.1). A reset further away than that only means that
// the two clocks differ.
constexpr std::int64_t window_ms = 60'000;
constexpr std::int64_t longest_reset_ms = window_ms + 2'000;
// Nobody sits out more than this: the next run goes on.
constexpr std::int64_t longest_rest_ms = 5 * 60'000;

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
    const std::int64_t now = clock_.steady_ms();
    if (remaining_ && now >= reset_ms_) remaining_ = limit_;
    const bool spent =
        remaining_ && *remaining_ <= reserve_of(limit_.value_or(0)) && now < reset_ms_;
    std::int64_t open = closed_until_ms_;
    if (spent) open = std::max(open, reset_ms_);
    if (open <= now) break;
    if (open - now > longest_rest_ms) {
      throw TransportError(
          Failure::network,
          fmt::format("the API's rate limit lets nobody pass for {} minutes",
                      (open - now) / 60'000),
          "run again then; if other programs use the same token, give bursar its own");
    }
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
  const std::int64_t now = clock_.steady_ms();
  const std::int64_t wall = clock_.now().ms;
  const std::int64_t latest = wall + longest_reset_ms;
  const std::int64_t told_wall =
      *reset < latest / ledger::ms_per_second ? *reset * ledger::ms_per_second : latest;
  const std::int64_t told = now + told_wall - wall;
  if (limit) limit_ = limit;
  // Answers of parallel requests may arrive out of order: within a window the budget only shrinks.
  const bool same_window = remaining_ && reset_ms_ > now && told - reset_ms_ < window_ms / 2;
  remaining_ = same_window ? std::min(*remaining_, *remaining) : *remaining;
  reset_ms_ = told;
}

void RateGate::close_for_ms(std::int64_t ms) {
  const std::lock_guard lock(mutex_);
  closed_until_ms_ = std::max(closed_until_ms_, clock_.steady_ms() + ms);
}

std::optional<std::int64_t> RateGate::remaining() const {
  const std::lock_guard lock(mutex_);
  return remaining_;
}

}  // namespace bursar::http
