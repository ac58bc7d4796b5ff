#include <string>

#include "server/sandbox.hpp"

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

}  // namespace

Reply Sandbox::control(const Request& request) {
  const std::string what = request.path.substr(std::string("/sandbox/").size());
  if (what.starts_with("dump/")) return dump(request);
  try {
    const json body = request.body.empty() ? json::object() : json::parse(request.body);
    if (what == "plan") {
      set_plan(body.is_object() && body.contains("rules") ? body["rules"]
               : body.is_array()                          ? body
                                                          : json::array());
      return json_reply({{"ok", true}});
    }
    if (what == "requests") return json_reply({{"requests", requests()}});
    return json_reply({{"error", "unknown control " + what}}, 404);
  } catch (const std::exception& error) {
    return json_reply({{"error", error.what()}}, 400);
  }
}

Reply Sandbox::dump(const Request&) { return json_reply({{"error", "not yet"}}, 404); }

}  // namespace bursar::sandbox
