#include "cli/connector.hpp"

#include <algorithm>
#include <ctime>
#include <mutex>
#include <string>
#include <utility>

#include "http/curl_transport.hpp"
#include "http/retrying_transport.hpp"
#include "http/target.hpp"

namespace bursar::cli {
namespace {

// "Mon, 23 Nov 2026 16:34:00 GMT" as seconds since 1970.
std::optional<std::int64_t> parse_http_date(std::string_view text) {
  std::tm time{};
  const std::string copy(text);
  const char* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &time);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return ::timegm(&time);
}

opencollective::Authentication authentication(const config::Config& config,
                                              const os::Secret& token) {
  using opencollective::Authentication;
  if (token.empty()) return Authentication::none;
  if (config.api_auth.value == "query") return Authentication::personal_token_query;
  if (config.api_auth.value == "bearer") return Authentication::bearer;
  return Authentication::personal_token_header;
}

http::TransportOptions transport_options(const config::Config& config) {
  http::TransportOptions options;
  options.total_timeout_ms = config.timeout_seconds.value * 1000;
  options.stall_timeout_s = std::min(options.stall_timeout_s, config.timeout_seconds.value);
  options.ca_file = config.ca_file.value;
  return options;
}

}  // namespace

// What was seen of the API, by all lanes.
struct ApiConnector::Seen {
  mutable std::mutex mutex;
  bool answer = false;
  // When on the steady clock the last one said what the time is.
  std::int64_t steady_ms = 0;
  std::optional<ledger::Instant> told;
};

// One lane's way to the API.
class ApiConnector::ApiTransport final : public http::Transport {
 public:
  ApiTransport(const http::TransportOptions& options, http::RateGate& gate, os::Clock& clock,
               http::RetryOptions retries, Seen& seen)
      : curl_(options), retrying_(curl_, gate, clock, retries), clock_(clock), seen_(seen) {}

  http::Response send(const http::Request& request) override {
    http::Response response = retrying_.send(request);
    const std::scoped_lock hold(seen_.mutex);
    seen_.answer = true;
    const auto date = response.header("date");
    if (const auto seconds = date ? parse_http_date(*date) : std::nullopt) {
      seen_.steady_ms = clock_.steady_ms();
      seen_.told = ledger::Instant{*seconds * ledger::ms_per_second};
    }
    return response;
  }
  [[nodiscard]] std::int64_t requests() const override { return retrying_.requests(); }

 private:
  http::CurlTransport curl_;
  http::RetryingTransport retrying_;
  os::Clock& clock_;
  Seen& seen_;
};

// What the storage says of limits is no business of the API's gate.
class ApiConnector::StorageTransport final : public http::Transport {
 public:
  StorageTransport(const http::TransportOptions& options, os::Clock& clock,
                   http::RetryOptions retries)
      : curl_(options), gate_(clock), retrying_(curl_, gate_, clock, retries) {}

  http::Response send(const http::Request& request) override { return retrying_.send(request); }
  [[nodiscard]] std::int64_t requests() const override { return retrying_.requests(); }

 private:
  http::CurlTransport curl_;
  http::RateGate gate_;
  http::RetryingTransport retrying_;
};

ApiConnector::ApiConnector(const config::Config& config, const os::Secret& token, os::Clock& clock)
    : config_(config),
      token_(token),
      clock_(clock),
      gate_(clock),
      seen_(std::make_unique<Seen>()) {}

ApiConnector::~ApiConnector() = default;

sync::Lane ApiConnector::open() {
  http::RetryOptions retries;
  // Lanes must not wait in step; neither must the machines of different users.
  retries.seed = static_cast<std::uint64_t>(clock_.now().ms) * 31 + ++lanes_;
  sync::Lane lane;
  lane.transport =
      std::make_unique<ApiTransport>(transport_options(config_), gate_, clock_, retries, *seen_);
  lane.client = std::make_unique<opencollective::Client>(*lane.transport, client_options(), token_);
  return lane;
}

std::unique_ptr<http::Transport> ApiConnector::open_storage() {
  http::RetryOptions retries;
  retries.seed = static_cast<std::uint64_t>(clock_.now().ms) * 31 + ++lanes_;
  http::TransportOptions options = transport_options(config_);
  options.refuses_local = !http::check_target(config_.api_url.value).loopback;
  return std::make_unique<StorageTransport>(options, clock_, retries);
}

opencollective::ClientOptions ApiConnector::client_options() const {
  return {config_.api_url.value, authentication(config_, token_)};
}

std::optional<std::int64_t> ApiConnector::requests_left() const {
  return gate_.remaining();
}

bool ApiConnector::has_answered() const {
  const std::scoped_lock hold(seen_->mutex);
  return seen_->answer;
}

std::optional<ledger::Instant> ApiConnector::server_now() const {
  const std::scoped_lock hold(seen_->mutex);
  if (!seen_->told) return std::nullopt;
  return *seen_->told + (clock_.steady_ms() - seen_->steady_ms);
}

std::optional<std::int64_t> ApiConnector::seconds_ahead() const {
  const auto theirs = server_now();
  if (!theirs) return std::nullopt;
  return (*theirs - clock_.now()) / ledger::ms_per_second;
}

}  // namespace bursar::cli
