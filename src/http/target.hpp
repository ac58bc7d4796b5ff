#pragma once

#include <string>

namespace bursar::http {

// Where a request goes, as far as messages may tell.
struct Target {
  std::string name;       // scheme, host, port and path: no user, password, query or fragment
  bool loopback = false;  // 127.0.0.0/8, ::1 or "localhost"
};

// Throws Error(config) for what is no URL, for schemes other than https, and for plain http to
// hosts other than loopback. The message never holds the query of `url`.
[[nodiscard]] Target check_target(const std::string& url);

}  // namespace bursar::http
