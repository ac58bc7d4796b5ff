#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "server/sandbox.hpp"

namespace bursar::sandbox {

/// A small world without rate limit, asked in-process.
class SandboxClient {
 public:
  explicit SandboxClient(SandboxOptions options = quick()) : sandbox_(options) {}

  static SandboxOptions quick() {
    SandboxOptions options;
    options.world.transactions = 1'200;
    options.world.expenses = 120;
    options.rate.enabled = false;
    return options;
  }

  Reply send(const std::string& query, const std::string& token = tokens::kAdmin,
             const nlohmann::json& variables = nlohmann::json::object()) {
    Request request;
    request.headers = {{"content-type", "application/json"}, {"personal-token", token}};
    request.body = nlohmann::json{{"query", query}, {"variables", variables}}.dump();
    return sandbox_.handle(request);
  }

  nlohmann::json ask(const std::string& query, const std::string& token = tokens::kAdmin,
                     const nlohmann::json& variables = nlohmann::json::object()) {
    return nlohmann::json::parse(send(query, token, variables).body);
  }

  nlohmann::json change(const nlohmann::json& what) {
    Request request;
    request.path = "/sandbox/change";
    request.body = what.dump();
    return nlohmann::json::parse(sandbox_.handle(request).body);
  }

  Sandbox& sandbox() { return sandbox_; }

 private:
  Sandbox sandbox_;
};

}  // namespace bursar::sandbox
