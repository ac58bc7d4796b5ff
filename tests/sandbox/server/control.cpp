#include <string>
#include <utility>

#include "server/change_request.hpp"
#include "server/sandbox.hpp"
#include "world/dump.hpp"

/// The endpoints below /sandbox/, for tests; the real platform has none of them.
namespace bursar::sandbox {
namespace {

using nlohmann::json;

Reply json_reply(const json& body, int status = 200) {
  Reply reply;
  reply.status = status;
  reply.body = body.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
  return reply;
}

std::string in_query(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

AccountId named_account(const World& world, const Request& request, const char* name) {
  const std::string slug = in_query(request, name);
  if (slug.empty()) return 0;
  const auto id = world.account_by_slug(slug);
  if (!id) throw std::invalid_argument("unknown account " + slug);
  return *id;
}

RateLimits read_limits(const json& body) {
  RateLimits limits;
  limits.enabled = body.value("enabled", true);
  limits.per_token = body.value("perToken", limits.per_token);
  limits.anonymous = body.value("anonymous", limits.anonymous);
  limits.window = std::chrono::milliseconds(body.value("windowMs", std::int64_t{60'000}));
  return limits;
}

}  // namespace

Reply Sandbox::control(const Request& request) {
  const std::string what = request.path.substr(std::string("/sandbox/").size());
  try {
    if (what == "dump/transactions" || what == "dump/expenses") return dump(request);
    const json body = request.body.empty() ? json::object() : json::parse(request.body);
    if (what == "change") {
      json result;
      change([&](World& world) { result = apply_change(world, body); });
      return json_reply(result);
    }
    if (what == "plan") {
      const json rules = body.is_object() ? body.value("rules", json::array()) : body;
      set_plan(rules);
      return json_reply({{"rules", rules.size()}});
    }
    if (what == "rate-limit") {
      rate_limiter_.configure(read_limits(body));
      return json_reply({{"ok", true}});
    }
    if (what == "ordered-ledger") {
      set_ordered_ledger(body.value("on", true));
      return json_reply({{"on", body.value("on", true)}});
    }
    if (what == "file-requests") return json_reply(files_.noted());
    if (what == "requests") return json_reply({{"requests", requests()}});
    return json_reply({{"error", "unknown control " + what}}, 404);
  } catch (const std::exception& error) {
    return json_reply({{"error", error.what()}}, 400);
  }
}

Reply Sandbox::dump(const Request& request) {
  Reply reply;
  reply.content_type = "text/tab-separated-values; charset=utf-8";
  inspect([&](const World& world) {
    DumpFilter filter;
    filter.account = named_account(world, request, "account");
    filter.host = named_account(world, request, "host");
    filter.children = in_query(request, "children") == "1";
    reply.body = request.path.ends_with("/expenses") ? dump_expenses(world, filter)
                                                     : dump_transactions(world, filter);
  });
  return reply;
}

}  // namespace bursar::sandbox
