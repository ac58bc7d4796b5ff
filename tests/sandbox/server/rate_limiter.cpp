#include "server/rate_limiter.hpp"

#include <cmath>
#include <cstdio>

namespace bursar::sandbox {

void RateLimiter::configure(RateLimits limits) {
  const std::lock_guard lock(mutex_);
  limits_ = limits;
  windows_.clear();
}

std::optional<Reply> RateLimiter::admit(const Request& request, const std::string& token,
                                        std::vector<std::pair<std::string, std::string>>& headers) {
  const std::lock_guard lock(mutex_);
  if (!limits_.enabled) return std::nullopt;
  const int limit = token.empty() ? limits_.anonymous : limits_.per_token;
  const auto now = Clock::now();
  Window& window = windows_[request.path + ' ' + request.method + ' ' +
                            (token.empty() ? request.remote_address : token)];
  if (now >= window.end) window = {now + limits_.window, 0};
  const bool rejected = window.used >= limit;
  if (!rejected) ++window.used;
  const double reset = std::chrono::duration<double>(window.end.time_since_epoch()).count();
  headers.emplace_back("X-RateLimit-Limit", std::to_string(limit));
  headers.emplace_back("X-RateLimit-Reset",
                       std::to_string(static_cast<std::int64_t>(std::ceil(reset))));
  headers.emplace_back("X-RateLimit-Remaining", std::to_string(limit - window.used));
  if (!rejected) return std::nullopt;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f",
                std::chrono::duration<double>(window.end - now).count());
  Reply reply;
  reply.status = 429;
  reply.headers = headers;
  reply.headers.emplace_back("Retry-After", seconds);
  reply.body = token.empty() ? R"({"error":{"message":"Rate limit exceeded. Create a Personal )"
                               R"(Token to get higher limits."}})"
                             : R"({"error":{"message":"Rate limit exceeded. Contact-us to get )"
                               R"(higher limits."}})";
  return reply;
}

}  // namespace bursar::sandbox
