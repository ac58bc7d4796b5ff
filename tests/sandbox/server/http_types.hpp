#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Requests and replies without any HTTP library, so that the platform can be tested without one.
namespace bursar::sandbox {

struct Request {
  std::string method = "POST";
  std::string path = "/graphql/v2";
  std::multimap<std::string, std::string> query;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::string remote_address = "127.0.0.1";

  std::string header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string() : found->second;
  }
};

/// How the reply leaves the socket.
struct Delivery {
  std::int64_t delay_ms = 0;          ///< before the first byte
  bool drop = false;                  ///< close without an answer (F 12.6)
  std::optional<std::size_t> cut_at;  ///< close after so many bytes of the body
  std::size_t trickle_bytes = 0;      ///< with `trickle_ms`: this many bytes at a time
  std::int64_t trickle_ms = 0;
  std::string wire;    ///< unless empty: these bytes instead of the reply, then the end
  bool reset = false;  ///< the connection ends by a reset, not in order
};

struct Reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  Delivery delivery;
};

}  // namespace bursar::sandbox
