#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "server/http_types.hpp"

namespace bursar::sandbox {

struct RateLimits {
  bool enabled = true;
  int per_token = 100;
  int anonymous = 10;
  std::chrono::milliseconds window{60'000};
};

/// Fixed windows starting at the first call, one per path, method and token (F 2.1). The only
/// part of the sandbox that looks at the wall clock.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimits limits) : limits_(limits) {}

  /// Counts a request. `token` is empty for anonymous ones, which count by address. Adds the
  /// X-RateLimit headers to `headers`, or returns the 429.
  std::optional<Reply> admit(const Request& request, const std::string& token,
                             std::vector<std::pair<std::string, std::string>>& headers);

  void configure(RateLimits limits);

 private:
  using Clock = std::chrono::system_clock;
  struct Window {
    Clock::time_point end;
    int used = 0;
  };

  RateLimits limits_;
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
};

}  // namespace bursar::sandbox
