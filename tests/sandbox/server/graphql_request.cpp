#include "server/graphql_request.hpp"

#include <algorithm>
#include <cctype>

namespace bursar::sandbox {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string content_type(const Request& request) {
  std::string type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type;
}

Reply bad_request(const std::string& message, int status = 400) {
  return error_reply(status, {{message, {}, "BAD_REQUEST"}});
}

/// Apollo's protection against cross-site requests (F 0.4).
bool blocked_as_forgery(const Request& request) {
  const std::string type = content_type(request);
  const bool simple = type.empty() || type == "text/plain" ||
                      type == "application/x-www-form-urlencoded" || type == "multipart/form-data";
  return simple && request.header("authorization").empty();
}

std::optional<Reply> read_body(const Request& request, json& body) {
  if (request.method == "GET") {
    body = json::object();
    for (const auto& [name, value] : request.query) {
      if (name == "variables") {
        body[name] = json::parse(value, nullptr, false);
      } else if (name == "query" || name == "operationName") {
        body[name] = value;
      }
    }
    return std::nullopt;
  }
  body = content_type(request) == "application/json" ? json::parse(request.body, nullptr, false)
                                                     : json::object();
  if (body.is_array()) return bad_request("Operation batching disabled.");
  if (!body.is_object() || body.empty()) {
    return bad_request("POST body missing, invalid Content-Type, or JSON object has no keys.");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reply> refuse_malformed_body(const Request& request) {
  if (content_type(request) != "application/json" || request.body.empty()) return std::nullopt;
  const json body = json::parse(request.body, nullptr, false);
  if (body.is_object() || body.is_array()) return std::nullopt;
  ordered_json error;
  error["expose"] = true;
  error["statusCode"] = 400;
  error["status"] = 400;
  error["body"] = request.body;
  error["type"] = "entity.parse.failed";
  error["code"] = 400;
  Reply reply;
  reply.status = 400;
  reply.headers = {{"Cache-Control", "no-cache"}};
  reply.body =
      ordered_json{{"error", error}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return reply;
}

std::optional<Reply> read_graphql_request(const Request& request, GraphqlRequest& parsed) {
  if (request.method != "GET" && request.method != "POST") {
    Reply reply = bad_request("Apollo Server supports only GET/POST requests.", 405);
    reply.headers.emplace_back("Allow", "GET, POST");
    return reply;
  }
  if (blocked_as_forgery(request)) {
    return bad_request(
        "This operation has been blocked as a potential Cross-Site Request Forgery (CSRF). Please "
        "either specify a 'content-type' header (with a type that is not one of "
        "application/x-www-form-urlencoded, multipart/form-data, text/plain) or provide a "
        "non-empty value for one of the following headers: Authorization\n");
  }
  json body;
  if (auto refusal = read_body(request, body)) return refusal;
  const json query = body.value("query", json());
  if (query.is_null() || query == "") {
    return bad_request(
        "GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.");
  }
  if (!query.is_string()) return bad_request("GraphQL queries must be strings.");
  parsed.query = query;
  if (body.value("operationName", json()).is_string()) {
    parsed.operation_name = body["operationName"];
  }
  const json variables = body.value("variables", json());
  if (variables.is_string()) {
    return bad_request(
        "`variables` in a POST body should be provided as an object, not a recursively "
        "JSON-encoded string.");
  }
  if (variables.is_object()) parsed.variables = variables;
  return std::nullopt;
}

Reply error_reply(int status, const std::vector<RequestError>& errors) {
  ordered_json list = ordered_json::array();
  for (const RequestError& error : errors) {
    ordered_json entry;
    entry["message"] = error.message;
    for (const Location& at : error.locations) {
      entry["locations"].push_back({{"line", at.line}, {"column", at.column}});
    }
    entry["extensions"]["code"] = error.code;
    list.push_back(std::move(entry));
  }
  Reply reply;
  reply.status = status;
  reply.headers = {{"cache-control", "no-store"}};
  reply.body =
      ordered_json{{"errors", list}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace) +
      '\n';
  return reply;
}

}  // namespace bursar::sandbox
