#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "config/config.hpp"
#include "http/rate_gate.hpp"
#include "os/clock.hpp"
#include "os/secret.hpp"
#include "sync/run.hpp"

namespace bursar::cli {

// Connects lanes to the API as configured: libcurl below, retries and one rate gate for all of them
// above it.
class ApiConnector final : public sync::Connector {
 public:
  // `token` and `clock` must outlive it and all lanes.
  ApiConnector(const config::Config& config, const os::Secret& token, os::Clock& clock);
  ~ApiConnector() override;

  [[nodiscard]] sync::Lane open() override;
  // A way to the platform's storage of files: without the token, outside the API's budget.
  [[nodiscard]] std::unique_ptr<http::Transport> open_storage();
  // How the API is spoken to.
  [[nodiscard]] opencollective::ClientOptions client_options() const;
  [[nodiscard]] std::optional<std::int64_t> requests_left() const override;
  // The last response that told, and the time that has passed since; to the second.
  [[nodiscard]] std::optional<ledger::Instant> server_now() const override;

  // Whether the API has answered anything at all.
  [[nodiscard]] bool has_answered() const;
  // By how many seconds the API's clock is ahead of ours.
  [[nodiscard]] std::optional<std::int64_t> seconds_ahead() const;

 private:
  class ApiTransport;
  class StorageTransport;
  struct Seen;
  const config::Config& config_;
  const os::Secret& token_;
  os::Clock& clock_;
  http::RateGate gate_;
  std::unique_ptr<Seen> seen_;
  std::uint64_t lanes_ = 0;
};

}  // namespace bursar::cli
