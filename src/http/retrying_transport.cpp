#include "http/retrying_transport.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "os/stop_request.hpp"

namespace bursar::http {
namespace {

constexpr int too_many_requests = 429;
constexpr int request_timeout = 408;
constexpr int internal_error = 500;

bool has_json_body(const Response& response) {
  const auto type = response.header("content-type");
  return type && type->find("json") != std::string_view::npos && !response.body.empty();
}

// Whether the same request may get a better answer.
bool is_transient(const Response& response) {
  if (response.status == too_many_requests || response.status == request_timeout) return true;
  if (response.status < internal_error) return false;
  return response.status != internal_error || !has_json_body(response);
}

// The decimal number of a header; the API's Retry-After has a fraction (F 2.1.4).
std::optional<double> decimal(const Response& response, std::string_view name) {
  const auto text = response.header(name);
  if (!text) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  if (!std::isfinite(value) || value < 0 || value > 1e12) return std::nullopt;
  return value;
}

}  // namespace

RetryingTransport::RetryingTransport(Transport& inner, RateGate& gate, os::Clock& clock,
                                     RetryOptions options)
    : inner_(inner), gate_(gate), clock_(clock), options_(options), random_(options.seed) {}

std::int64_t RetryingTransport::requests() const {
  return inner_.requests();
}

Response RetryingTransport::send(const Request& request) {
  Budget budget;
  if (request.earlier_tries > 0) (void)pause(backoff_ms(request.earlier_tries), budget);
  for (;;) {
    gate_.enter();
    ++budget.tries;
    try {
      Response response = inner_.send(request);
      gate_.learn(response);
      if (!is_transient(response)) return response;
      if (request.can_shrink && response.status != too_many_requests) {
        throw PageTooHeavy(fmt::format("the API answered with status {} after {:.1f} s",
                                       response.status, response.seconds));
      }
      const std::int64_t wait = wait_told_by(response, budget.tries);
      if (response.status == too_many_requests) gate_.close_for_ms(wait);
      if (!pause(wait, budget)) return response;
    } catch (const TransportError& error) {
      if (!mend(error, request, budget)) throw;
    }
  }
}

bool RetryingTransport::mend(const TransportError& error, const Request& request, Budget& budget) {
  const bool heavy = error.failure() == Failure::timeout || error.failure() == Failure::cut ||
                     error.failure() == Failure::too_large;
  if (heavy && request.can_shrink) throw PageTooHeavy(error.what());
  const bool permanent = error.failure() == Failure::tls || error.failure() == Failure::stopped ||
                         error.failure() == Failure::too_large;
  return !permanent && pause(backoff_ms(budget.tries), budget);
}

bool RetryingTransport::pause(std::int64_t ms, Budget& budget) {
  if (budget.tries >= options_.max_tries || budget.waited_ms + ms > options_.patience_ms) {
    return false;
  }
  budget.waited_ms += ms;
  clock_.sleep_ms(ms);
  if (os::stop_requested()) {
    throw TransportError(Failure::stopped, "stopped on request while waiting to try again",
                         "run again: it goes on from here");
  }
  return true;
}

std::int64_t RetryingTransport::backoff_ms(int tries) {
  // Full jitter: anything from nothing to the exponential bound, so that clients that failed
  // together do not come back together.
  const int doublings = std::clamp(tries - 1, 0, 20);
  const std::int64_t bound =
      std::min(options_.longest_backoff_ms, options_.first_backoff_ms << doublings);
  return std::uniform_int_distribution<std::int64_t>(0, bound)(random_);
}

std::int64_t RetryingTransport::wait_told_by(const Response& response, int tries) {
  if (const auto seconds = decimal(response, "retry-after")) {
    return static_cast<std::int64_t>(std::ceil(*seconds * 1000));
  }
  if (response.status != too_many_requests) return backoff_ms(tries);
  const auto reset = decimal(response, "x-ratelimit-reset");
  const std::int64_t until =
      reset ? static_cast<std::int64_t>(std::ceil(*reset * 1000)) - clock_.now().ms : 0;
  // Without a usable reset (none, or clocks that differ) a whole window of the limiter (F 2.1.1).
  return until > 0 && until <= 62'000 ? until : 60'000;
}

}  // namespace bursar::http
