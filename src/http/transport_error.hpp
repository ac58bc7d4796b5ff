#pragma once

#include "error/error.hpp"
#include "http/transport.hpp"

namespace bursar::http {

// No usable response. The message never holds a URL's query, a header value or a body. The kind
// follows from the failure: `unavailable` for tls and too_large, else `try_later`.
class TransportError : public Error {
 public:
  TransportError(Failure failure, const std::string& what, std::string next_step);
  [[nodiscard]] Failure failure() const noexcept { return failure_; }

 private:
  Failure failure_;
};

// The same page should be asked for in a smaller size: the server ran into its time limit
// (F 2.3.6), answered 5xx, or the answer grew beyond the size cap.
class PageTooHeavy : public Error {
 public:
  explicit PageTooHeavy(const std::string& what);
};

}  // namespace bursar::http
