#pragma once

#include <cstdint>
#include <random>

#include "http/rate_gate.hpp"
#include "http/transport.hpp"
#include "http/transport_error.hpp"
#include "os/clock.hpp"

namespace bursar::http {

struct RetryOptions {
  int max_tries = 5;
  std::int64_t first_backoff_ms = 1'000;
  std::int64_t longest_backoff_ms = 30'000;
  // All waiting for one request together, rate limits included.
  std::int64_t patience_ms = 300'000;
  std::uint64_t seed = 0;  // of the jitter; give each lane its own
};

// Sends through `inner` as the API's rules ask (F 10.15): waits for the rate gate, sits out 429 as
// told, repeats what a repetition may mend with exponential back-off and full jitter. Reads are
// safe to repeat (F 10.16).
//   429                             wait Retry-After or X-RateLimit-Reset, repeat
//   5xx, 408, cut, timeout          PageTooHeavy at once if the request can shrink, else repeat
//   500 with a JSON body            returned: GraphQL answers so (F 12.1), the caller can read it
//   no connection                   repeat
//   too_large                       PageTooHeavy if the request can shrink, else thrown
//   tls, stopped                    thrown
//   anything else, 401 and 400 too  returned
// Where tries or patience run out, the last response is returned or the last error thrown.
class RetryingTransport final : public Transport {
 public:
  // All must outlive this; `gate` and `clock` may be shared between threads.
  RetryingTransport(Transport& inner, RateGate& gate, os::Clock& clock, RetryOptions options);

  [[nodiscard]] Response send(const Request& request) override;
  [[nodiscard]] std::int64_t requests() const override;

 private:
  // What is left of the patience with one request.
  struct Budget {
    int tries = 0;
    std::int64_t waited_ms = 0;
  };
  // Waits unless the budget does not allow for it; false then.
  [[nodiscard]] bool pause(std::int64_t ms, Budget& budget);
  [[nodiscard]] std::int64_t backoff_ms(int tries);
  [[nodiscard]] std::int64_t wait_told_by(const Response& response, int tries);
  // Whether to repeat after `error`, having waited; throws PageTooHeavy where that is the answer.
  [[nodiscard]] bool mend(const TransportError& error, const Request& request, Budget& budget);

  Transport& inner_;
  RateGate& gate_;
  os::Clock& clock_;
  RetryOptions options_;
  std::mt19937_64 random_;
};

}  // namespace bursar::http
