#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/transport.hpp"

namespace bursar::http {

struct TransportOptions {
  std::int64_t connect_timeout_ms = 15'000;
  // The whole request. The API itself gives up after 25 s (F 2.3.6); the rest is for the transfer.
  std::int64_t total_timeout_ms = 120'000;
  // No byte for so long ends the request; above the API's 25 s, so that its own limit shows first.
  std::int64_t stall_timeout_s = 45;
  // Of the body after decompression, so that a small answer cannot unfold into all memory.
  std::int64_t max_body_bytes = 256LL * 1024 * 1024;
  std::string ca_file;     // PEM file to trust instead of the system's certificates; empty: those
  std::string user_agent;  // empty: "bursar/VERSION"
  // Connects to no local address (http/local_address.hpp), whatever name leads there, but to the
  // proxy that the environment names; throws AddressRefused.
  bool refuses_local = false;
  bool heeds_stop = true;  // gives a request up when the program is asked to stop
};

// Transport over libcurl. One connection is kept and reused; compressed answers are unpacked.
// Certificates are always verified. Plain http is for loopback hosts only, where it never goes
// through a proxy; anything else is Error(config), because the token would travel in the clear.
// Redirects are not followed: the caller sees the 3xx.
class CurlTransport final : public Transport {
 public:
  // Throws Error(config) for a CA file that cannot be read.
  explicit CurlTransport(TransportOptions options);
  ~CurlTransport() override;

  [[nodiscard]] Response send(const Request& request) override;
  [[nodiscard]] std::int64_t requests() const override;

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace bursar::http
