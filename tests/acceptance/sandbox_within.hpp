#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "http/transport.hpp"
#include "os/clock.hpp"
#include "sandbox_process.hpp"
#include "sync/run.hpp"
#include "world/world.hpp"

// What a test needs to run syncs in one process with the sandbox server.
namespace bursar::tests {

// The clock of the world, always some minutes ahead of what happens in it.
class WorldClock final : public os::Clock {
 public:
  [[nodiscard]] ledger::Instant now() override { return now_; }
  void sleep_ms(std::int64_t ms) override { now_ = now_ + ms; }
  void set(sandbox::Micros world) { now_ = {world / 1'000 + 20 * 60 * 1'000}; }

 private:
  ledger::Instant now_;
};

// What was asked for, by operation name, of all lanes.
class Questions {
 public:
  void add(const std::string& body) {
    const std::string key = R"("operationName":")";
    const std::size_t at = body.find(key);
    const std::lock_guard lock(mutex_);
    if (at != std::string::npos) {
      const std::size_t from = at + key.size();
      ++asked_[body.substr(from, body.find('"', from) - from)];
    }
  }
  // "2 CountRows, 1 Probe" since it was asked last.
  [[nodiscard]] std::string take() {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto& [operation, times] : asked_) {
      text += (text.empty() ? "" : ", ") + std::to_string(times) + " " + operation;
    }
    asked_.clear();
    return text;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> asked_;
};

class ListeningTransport final : public http::Transport {
 public:
  explicit ListeningTransport(Questions& questions) : questions_(questions) {}
  [[nodiscard]] http::Response send(const http::Request& request) override {
    questions_.add(request.body);
    return transport_.send(request);
  }
  [[nodiscard]] std::int64_t requests() const override { return transport_.requests(); }

 private:
  Questions& questions_;
  http::CurlTransport transport_{http::TransportOptions{}};
};

class SandboxConnector final : public sync::Connector {
 public:
  explicit SandboxConnector(const std::string& url) {
    options_.url = url + "/graphql/v2";
    options_.authentication = opencollective::Authentication::personal_token_header;
  }
  [[nodiscard]] sync::Lane open() override {
    sync::Lane lane;
    lane.transport = std::make_unique<ListeningTransport>(questions_);
    lane.client = std::make_unique<opencollective::Client>(*lane.transport, options_, token_);
    return lane;
  }
  [[nodiscard]] std::optional<std::int64_t> requests_left() const override { return {}; }
  [[nodiscard]] Questions& questions() { return questions_; }

 private:
  Questions questions_;
  opencollective::ClientOptions options_;
  os::Secret token_{sandbox_token};
};

class Listener final : public sync::Observer {
 public:
  void source_started(const std::string&) override {}
  void probed(const std::string&, const opencollective::Probe&) override {}
  void window_done(const sync::WindowDone&) override {}
  void found(const store::Finding& finding) override { told += "\n  " + finding.sentence; }
  void source_done(const std::string&, const std::vector<store::SourceOutcome>&,
                   const Error* failure) override {
    if (failure != nullptr) ADD_FAILURE() << failure->what();
  }
  std::string told;
};

}  // namespace bursar::tests
