#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::http {

// GraphQL questions are posted; files are fetched.
enum class Method { post, get };

struct Request {
  std::string url;
  Method method = Method::post;
  std::string body;  // of a POST
  std::vector<std::pair<std::string, std::string>> headers;
  // A page that may be asked for again in a smaller size: time-outs and 5xx are then reported at
  // once instead of being retried as they are.
  bool can_shrink = false;
  // How often the caller has sent this before and got an answer that it could not use (200 with a
  // GraphQL error, say): a retrying transport backs off accordingly before it sends.
  int earlier_tries = 0;
  // A cap on the body for this request alone; 0: the transport's own.
  std::int64_t max_body_bytes = 0;
};

// Readable bytes that follow a response body: what the JSON parser looks ahead.
inline constexpr std::size_t body_padding = 64;

struct Response {
  int status = 0;
  // Header names in lower case, as received, in order.
  std::vector<std::pair<std::string, std::string>> headers;
  // Has at least `body_padding` bytes of capacity beyond size(), so that the decoder need not copy.
  std::string body;
  double seconds = 0;  // from the first byte sent to the last received

  // The first header of this (lower case) name, or nothing.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

// Why no response came.
enum class Failure {
  timeout,    // nothing, or not enough, in time
  network,    // no connection could be made
  cut,        // the connection ended before the whole response was there (F 2.3.6)
  tls,        // the server could not prove who it is
  too_large,  // the response grew beyond the size cap
  stopped,    // the program was asked to stop (os::stop_requested)
};

// Sends one request and waits. Not to be used by two threads at once.
class Transport {
 public:
  virtual ~Transport() = default;
  // A response of whatever status, or throws TransportError.
  [[nodiscard]] virtual Response send(const Request& request) = 0;
  // Requests that went out so far, retries included.
  [[nodiscard]] virtual std::int64_t requests() const = 0;
};

}  // namespace bursar::http
