#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::http {

struct Request {
  std::string url;
  std::string body;  // sent by POST; the API takes nothing else
  std::vector<std::pair<std::string, std::string>> headers;
  // A page that may be asked for again in a smaller size: time-outs and 5xx are then reported at
  // once instead of being retried as they are.
  bool can_shrink = false;
};

struct Response {
  int status = 0;
  // Header names in lower case, as received, in order.
  std::vector<std::pair<std::string, std::string>> headers;
  // Followed by at least `padding` readable bytes beyond size(), so that the decoder need not copy.
  std::string body;
  double seconds = 0;  // from the first byte sent to the last received

  // The first header of this (lower case) name, or nothing.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

// Why no response came.
enum class Failure { timeout, network, tls, too_large };

// Sends one request and waits. Not to be used by two threads at once.
class Transport {
 public:
  virtual ~Transport() = default;
  // A response of whatever status, or throws TransportError.
  [[nodiscard]] virtual Response send(const Request& request) = 0;
};

}  // namespace bursar::http
