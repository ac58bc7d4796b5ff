// Measures a backfill against the sandbox server and prints ratios (tests/bench/README.md, "pull"):
// requests against the least that could do, the whole job against fetching the same pages alone,
// requests of a night without news, and bytes per stored transaction.
//
//   pull_bench [--transactions N] [--expenses N] [--page-size N] [--pace real|off]
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "demo_world.hpp"
#include "http/curl_transport.hpp"
#include "process.hpp"
#include "sandbox_process.hpp"
#include "store/queries.hpp"
#include "store/runs.hpp"
#include "sync/run.hpp"

namespace {

using namespace bursar;
using Steady = std::chrono::steady_clock;

struct Arguments {
  std::string transactions = "200000";
  std::string expenses = "20000";
  std::int64_t page_size = 1000;
  std::string pace = "off";
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--transactions") arguments.transactions = value;
    if (name == "--expenses") arguments.expenses = value;
    if (name == "--page-size") arguments.page_size = std::stoll(value);
    if (name == "--pace") arguments.pace = value;
  }
  return arguments;
}

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

// Keeps what was sent, to send it again later.
class RecordingTransport final : public http::Transport {
 public:
  explicit RecordingTransport(std::vector<http::Request>& sent)
      : sent_(sent), inner_(http::TransportOptions{}) {}

  [[nodiscard]] http::Response send(const http::Request& request) override {
    sent_.push_back(request);
    return inner_.send(request);
  }
  [[nodiscard]] std::int64_t requests() const override { return inner_.requests(); }

 private:
  std::vector<http::Request>& sent_;
  http::CurlTransport inner_;
};

class RecordingConnector final : public sync::Connector {
 public:
  RecordingConnector(const std::string& url, const os::Secret& token) : token_(token) {
    options_.url = url;
    options_.authentication = opencollective::Authentication::personal_token_header;
  }

  [[nodiscard]] sync::Lane open() override {
    sent.push_back(std::make_unique<std::vector<http::Request>>());
    sync::Lane lane;
    lane.transport = std::make_unique<RecordingTransport>(*sent.back());
    lane.client = std::make_unique<opencollective::Client>(*lane.transport, options_, token_);
    return lane;
  }
  [[nodiscard]] std::optional<std::int64_t> requests_left() const override { return {}; }

  std::vector<std::unique_ptr<std::vector<http::Request>>> sent;  // by lane

 private:
  opencollective::ClientOptions options_;
  const os::Secret& token_;
};

class SilentObserver final : public sync::Observer {
 public:
  void source_started(const std::string&) override {}
  void probed(const std::string&, const opencollective::Probe&) override {}
  void window_done(const sync::WindowDone&) override {}
  void found(const store::Finding&) override {}
  void source_done(const std::string&, const std::vector<store::SourceOutcome>&,
                   const Error* failure) override {
    if (failure != nullptr) {
      std::cerr << failure->what() << '\n';
      std::exit(1);
    }
  }
};

// The same requests in the same lanes, bodies thrown away.
double fetch_alone(const RecordingConnector& connector) {
  const auto start = Steady::now();
  {
    std::vector<std::jthread> lanes;
    for (const auto& sent : connector.sent) {
      lanes.emplace_back([&sent] {
        http::CurlTransport transport{http::TransportOptions{}};
        for (const http::Request& request : *sent) (void)transport.send(request);
      });
    }
  }
  return seconds_since(start);
}

std::int64_t pages(std::int64_t rows, std::int64_t page_size) {
  return (rows + page_size - 1) / page_size;
}

void print_requests(const char* stream, std::int64_t rows, std::int64_t page_size,
                    std::int64_t requests) {
  const double allowed = 1.05 * static_cast<double>(pages(rows, page_size)) + 5;
  fmt::print("{:<13} {:>9} rows  {:>6} requests, least possible {:>6}, allowed {:>8.1f}  {}\n",
             stream, rows, requests, pages(rows, page_size), allowed,
             static_cast<double>(requests) <= allowed ? "ok" : "TOO MANY");
}

void print_night(store::Database& database, RecordingConnector& connector, os::Clock& clock,
                 const std::vector<sync::SourceRequest>& sources, const sync::Options& options) {
  SilentObserver observer;
  (void)sync::run_sync(database, connector, clock, sources, options, observer);
  const auto night = sync::run_sync(database, connector, clock, sources, options, observer);
  fmt::print("night without news: {} requests (goal: at most 8)  {} inserted, {} changed\n",
             night.requests, night.inserted, night.changed);
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  tests::SandboxProcess sandbox({"--now", tests::ago(std::chrono::minutes(15)), "--transactions",
                                 arguments.transactions, "--expenses", arguments.expenses,
                                 "--dense", "3000", "--rate-limit", "off", "--pace",
                                 arguments.pace});
  const tests::TemporaryDirectory directory;
  const os::Secret token(tests::sandbox_token);
  RecordingConnector connector(sandbox.graphql_url(), token);
  os::SystemClock clock;
  SilentObserver observer;
  auto database =
      std::make_unique<store::Database>(directory.path() / "bench.db", store::OpenMode::read_write);
  sync::Options options;
  options.page_size = arguments.page_size;
  options.page_size_fixed = arguments.page_size != 0;
  if (!options.page_size_fixed) options.page_size = 1000;
  const std::vector<sync::SourceRequest> sources{
      {"bench", opencollective::Perspective::host, tests::sandbox_host, {0}}};

  const auto start = Steady::now();
  (void)sync::run_backfill(*database, connector, clock, sources, std::nullopt, std::nullopt,
                           options, observer);
  const double whole = seconds_since(start);
  const auto source = store::find_source(*database, "bench").value();
  const store::SourceCounts counts = store::count_source(*database, source);
  const std::int64_t page = options.page_size;
  print_requests("transactions", counts.transactions, page,
                 static_cast<std::int64_t>(connector.sent[0]->size()));
  print_requests("expenses", counts.expenses, std::min<std::int64_t>(page, 1000),
                 static_cast<std::int64_t>(connector.sent[1]->size()));
  const double alone = fetch_alone(connector);
  fmt::print(
      "whole backfill {:.2f} s, fetching the same pages alone {:.2f} s: ratio {:.3f} "
      "(goal: at most 1.15 at the real pace)\n",
      whole, alone, whole / alone);
  print_night(*database, connector, clock, sources, options);
  database.reset();  // folds the write-ahead log into the file
  const auto bytes = std::filesystem::file_size(directory.path() / "bench.db");
  fmt::print("database {} bytes, {:.0f} per transaction (expenses included)\n", bytes,
             static_cast<double>(bytes) / static_cast<double>(counts.transactions));
  return 0;
}
