#include "cli/ping.hpp"

#include <cstdint>
#include <random>

#include <fmt/format.h>

#include "error/error.hpp"
#include "http/curl_transport.hpp"
#include "os/stop_request.hpp"

namespace bursar::cli {
namespace {

// A random UUID (RFC 9562, version 4).
std::string new_uuid() {
  std::random_device source;
  const auto bits = [&](std::uint32_t mask) { return source() & mask; };
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:08x}{:04x}", bits(0xFFFFFFFF), bits(0xFFFF),
                     bits(0xFFF), 0x8000U | bits(0x3FFF), bits(0xFFFFFFFF), bits(0xFFFF));
}

std::string url_of(const config::Config& config, const std::string& command) {
  if (command == "sync") return config.ping_sync.value;
  if (command == "export") return config.ping_export.value;
  if (command == "reconcile") return config.ping_reconcile.value;
  if (command == "receipts") return config.ping_receipts.value;
  return {};
}

}  // namespace

Ping::Ping(const config::Config& config, const std::string& command, Output& output)
    : url_(url_of(config, command)), ca_file_(config.ca_file.value), output_(output) {
  if (url_.empty()) return;
  run_ = new_uuid();
  send("start");
}

void Ping::end(int exit_status) const {
  if (!url_.empty()) send(std::to_string(exit_status));
}

void Ping::send(const std::string& what) const {
  http::TransportOptions options;
  options.connect_timeout_ms = 5'000;
  // The job must not wait for whoever watches it; even less when it was told to stop.
  options.total_timeout_ms = os::stop_requested() ? 1'000 : 10'000;
  options.heeds_stop = false;
  options.stall_timeout_s = 10;
  options.max_body_bytes = 64LL * 1024;
  options.ca_file = ca_file_;
  try {
    http::CurlTransport transport(options);
    http::Request request;
    request.url = fmt::format("{}/{}?rid={}", url_, what, run_);
    const http::Response response = transport.send(request);
    if (response.status >= 200 && response.status < 300) return;
    output_.warning(
        fmt::format("the ping \"{}\" was answered with status {}", what, response.status));
  } catch (const std::exception&) {  // its text may hold the URL
    output_.warning(fmt::format("the ping \"{}\" did not get through", what));
  }
}

}  // namespace bursar::cli
