#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "resolve/execution.hpp"
#include "server/http_types.hpp"
#include "world/random.hpp"

namespace bursar::sandbox {

/// What goes wrong with one request.
struct Mischief {
  std::optional<Reply> instead;  ///< answer this, do not execute
  Distortion distortion;
  Delivery delivery;
  bool invalid_json = false;
  bool wrong_content_type = false;
  std::size_t padding = 0;          ///< bytes of white space: an oversized body
  std::string torn_at;              ///< place within the answer, see wire.hpp
  std::optional<std::string> date;  ///< the Date header, instead of the true one
};

/// A list of rules; the first that fits a request decides. Documented in README.md.
class Misbehaviour {
 public:
  /// Throws std::invalid_argument on a rule it does not understand.
  void configure(const nlohmann::json& rules);

  bool active();

  /// Called once per GraphQL request, in the order of arrival.
  /// Of requests for files, `file` is the id.
  Mischief next(const std::string& operation_name, const std::string& file = {});

 private:
  struct Rule {
    nlohmann::json json;
    std::int64_t seen = 0;
    std::int64_t done = 0;
    Random random{1};
  };

  static bool fits(Rule& rule, const std::string& operation_name, const std::string& file);

  std::mutex mutex_;
  std::vector<Rule> rules_;
};

}  // namespace bursar::sandbox
