#include "server/misbehaviour.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "server/authentication.hpp"
#include "server/wire.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 19> kActions{
    "latency",   "429",         "status", "drop",      "cut",       "invalid-json", "content-type",
    "null-node", "total-count", "401",    "trickle",   "oversized", "redirect",     "body",
    "none",      "tear",        "date",   "gzip-bomb", "field"};

Reply html_error(int status) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = "<html>\n<head><title>" + std::to_string(status) +
               "</title></head>\n<body><center><h1>" + std::to_string(status) +
               "</h1></center></body>\n</html>\n";
  return reply;
}

Reply too_many(const json& rule) {
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f", rule.value("retry_after", 0.25));
  Reply reply;
  reply.status = 429;
  reply.headers = {{"Retry-After", seconds}};
  reply.body = R"({"error":{"message":"Rate limit exceeded. Contact-us to get higher limits."}})";
  return reply;
}

Reply redirect(const json& rule) {
  Reply reply;
  reply.status = rule.value("status", 307);
  reply.headers = {{"Location", rule.value("to", "https://example.test/")}};
  return reply;
}

Reply other_body(const json& rule) {
  Reply reply;
  reply.content_type = rule.value("type", "application/pdf");
  reply.body = rule.value("body", "");
  return reply;
}

/// `path` is "host.reports.nodes.0.date"; `message` makes it an error, else `value` is the answer.
SpoiltField spoilt_field(const json& rule) {
  SpoiltField field;
  std::istringstream path(rule.at("path").get<std::string>());
  for (std::string step; std::getline(path, step, '.');) field.path.push_back(step);
  if (rule.contains("message")) {
    const std::string code = rule.value("code", "INTERNAL_SERVER_ERROR");
    field.error.emplace(rule.at("message").get<std::string>(), code,
                        code != "INTERNAL_SERVER_ERROR");
  } else {
    field.instead = rule.value("value", json()).dump();
  }
  return field;
}

Mischief mischief_of(const json& rule) {
  Mischief mischief;
  const std::string action = rule.value("action", "none");
  mischief.delivery.delay_ms = rule.value("delay_ms", std::int64_t{0});
  if (action == "429") mischief.instead = too_many(rule);
  if (action == "status") mischief.instead = html_error(rule.value("status", 503));
  if (action == "401") {
    mischief.instead = middleware_error(401, "unauthorized", "Expired Personal Token (Api Key)");
  }
  if (action == "redirect") mischief.instead = redirect(rule);
  if (action == "body") mischief.instead = other_body(rule);
  if (action == "drop") mischief.delivery.drop = true;
  if (action == "cut") mischief.delivery.cut_at = rule.value("bytes", std::size_t{1000});
  if (action == "trickle") {
    mischief.delivery.trickle_bytes = rule.value("bytes", std::size_t{256});
    mischief.delivery.trickle_ms = rule.value("pause_ms", std::int64_t{20});
  }
  mischief.invalid_json = action == "invalid-json";
  mischief.wrong_content_type = action == "content-type";
  if (action == "null-node") mischief.distortion.null_node = rule.value("index", std::size_t{0});
  if (action == "total-count") {
    mischief.distortion.total_count_delta = rule.value("delta", std::int64_t{1});
  }
  if (action == "field") mischief.distortion.field = spoilt_field(rule);
  if (action == "date") {
    mischief.date = rule.contains("seconds_ahead") ? http_date(rule.at("seconds_ahead")) : "";
  }
  if (action == "tear") mischief.torn_at = rule.value("at", "string");
  if (action == "gzip-bomb") {
    mischief.delivery.wire = gzip_bomb(rule.value("bytes", std::size_t{60'000'000}));
  }
  mischief.delivery.reset = rule.value("reset", false);
  if (action == "oversized") mischief.padding = rule.value("bytes", std::size_t{60'000'000});
  return mischief;
}

}  // namespace

void Misbehaviour::configure(const json& rules) {
  if (!rules.is_array()) throw std::invalid_argument("the plan must be a list of rules");
  std::vector<Rule> parsed;
  for (const json& rule : rules) {
    const std::string action = rule.value("action", "none");
    if (std::find(kActions.begin(), kActions.end(), action) == kActions.end()) {
      throw std::invalid_argument("unknown action " + action);
    }
    if (action == "field" && !rule.contains("path")) {
      throw std::invalid_argument("the action field needs a path");
    }
    parsed.push_back({rule, 0, 0, Random(rule.value("seed", std::uint64_t{1}))});
  }
  const std::lock_guard lock(mutex_);
  rules_ = std::move(parsed);
}

bool Misbehaviour::fits(Rule& rule, const std::string& operation_name, const std::string& file) {
  if (rule.json.contains("operation") && rule.json["operation"] != operation_name) return false;
  if (rule.json.contains("file") && rule.json["file"] != file) return false;
  ++rule.seen;
  if (rule.json.contains("times") && rule.done >= rule.json["times"].get<std::int64_t>()) {
    return false;
  }
  if (rule.json.contains("nth")) {
    const auto& nth = rule.json["nth"];
    return nth.is_array() ? std::find(nth.begin(), nth.end(), rule.seen) != nth.end()
                          : nth == rule.seen;
  }
  if (rule.json.contains("every")) {
    return rule.seen % std::max<std::int64_t>(rule.json["every"].get<std::int64_t>(), 1) == 0;
  }
  if (rule.json.contains("after") && rule.seen <= rule.json["after"].get<std::int64_t>()) {
    return false;
  }
  if (!rule.json.contains("probability")) return true;
  const auto per_million =
      static_cast<std::uint64_t>(rule.json["probability"].get<double>() * 1'000'000);
  return rule.random.below(1'000'000) < per_million;
}

bool Misbehaviour::active() {
  const std::lock_guard lock(mutex_);
  return !rules_.empty();
}

Mischief Misbehaviour::next(const std::string& operation_name, const std::string& file) {
  const std::lock_guard lock(mutex_);
  Mischief chosen;
  bool found = false;
  for (Rule& rule : rules_) {
    if (!fits(rule, operation_name, file) || found) continue;
    found = true;
    ++rule.done;
    chosen = mischief_of(rule.json);
  }
  return chosen;
}

}  // namespace bursar::sandbox
