#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "resolve/execution.hpp"
#include "server/document_cache.hpp"
#include "server/files.hpp"
#include "server/graphql_request.hpp"
#include "server/http_types.hpp"
#include "server/misbehaviour.hpp"
#include "server/pace.hpp"
#include "server/rate_limiter.hpp"
#include "server/tokens.hpp"
#include "world/generate.hpp"

namespace bursar::sandbox {

struct SandboxOptions {
  WorldOptions world;
  bool ordered_ledger = false;  ///< order (b) of F 3.3.1
  bool views_lag = false;       ///< World::freeze_views from the beginning
  DocumentLimits limits;
  RateLimits rate;
  Pace pace;
  nlohmann::json plan = nlohmann::json::array();  ///< misbehaviour, see misbehaviour.hpp
};

/// The imitated platform: requests in, replies out. Thread-safe.
class Sandbox {
 public:
  explicit Sandbox(const SandboxOptions& options);

  Reply handle(const Request& request);

  /// Reads or changes the world while no request is being answered.
  void change(const std::function<void(World&)>& change);
  void inspect(const std::function<void(const World&)>& look) const;

  void set_plan(const nlohmann::json& plan) { misbehaviour_.configure(plan); }
  void set_ordered_ledger(bool on) { ordered_ledger_ = on; }
  RateLimiter& rate_limiter() { return rate_limiter_; }
  std::uint64_t requests() const { return requests_; }

 private:
  Reply file(const Request& request);
  Reply spoilt_file(const Request& request, const std::string& operation, Reply reply);
  Reply answer(const Request& request, const Token* token, const Mischief& mischief);
  Reply execute(const GraphqlRequest& parsed, const Token* token, const Mischief& mischief);
  Reply control(const Request& request);
  Reply dump(const Request& request);
  Viewer viewer_of(const Token* token) const;

  Schema schema_;
  KnownTypes types_;
  World world_;
  std::vector<Token> tokens_;
  DocumentCache documents_;
  Files files_;
  RateLimiter rate_limiter_;
  Misbehaviour misbehaviour_;
  Pace pace_;
  std::atomic<bool> ordered_ledger_;
  std::atomic<std::uint64_t> requests_{0};
  mutable std::shared_mutex mutex_;
};

}  // namespace bursar::sandbox
