#include "server/sandbox.hpp"

#include <chrono>
#include <mutex>
#include <utility>

#include "graphql/coerce.hpp"
#include "resolve/resolvers.hpp"
#include "server/authentication.hpp"
#include "server/wire.hpp"

namespace bursar::sandbox {
namespace {

const Operation* choose_operation(const Document& document, const std::string& wanted,
                                  std::string& problem) {
  if (wanted.empty()) {
    if (document.operations.size() == 1) return &document.operations.front();
    problem = document.operations.empty()
                  ? "Must provide an operation."
                  : "Must provide operation name if query contains multiple operations.";
    return nullptr;
  }
  for (const Operation& operation : document.operations) {
    if (operation.name == wanted) return &operation;
  }
  problem = "Unknown operation named \"" + wanted + "\".";
  return nullptr;
}

/// The operation a rule of the plan may name, without parsing the document first.
std::string declared_name(const Request& request) {
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object()) return {};
  if (body.value("operationName", nlohmann::json()).is_string()) return body["operationName"];
  if (!body.value("query", nlohmann::json()).is_string()) return {};
  const std::string query = body["query"];
  const std::size_t start = query.find_first_not_of(" \t\r\n");
  if (start == query.npos || query.compare(start, 6, "query ") != 0) return {};
  const std::size_t name = query.find_first_not_of(' ', start + 6);
  return query.substr(name, query.find_first_of(" ({@\n", name) - name);
}

void spoil(Reply& reply, const Mischief& mischief) {
  const Delivery& wanted = mischief.delivery;
  reply.delivery.delay_ms += wanted.delay_ms;
  reply.delivery.drop = reply.delivery.drop || wanted.drop;
  reply.delivery.cut_at = wanted.cut_at;
  reply.delivery.trickle_bytes = wanted.trickle_bytes;
  reply.delivery.trickle_ms = wanted.trickle_ms;
  if (mischief.wrong_content_type) reply.content_type = "text/html; charset=utf-8";
  if (mischief.invalid_json) reply.body.resize(reply.body.size() - reply.body.size() / 4 - 1);
  reply.body.append(mischief.padding, ' ');
  if (mischief.date) reply.headers.emplace_back("Date", *mischief.date);
  reply.delivery.wire = wanted.wire;
  if (!mischief.torn_at.empty()) reply.delivery.wire = torn_answer(reply, mischief.torn_at);
  reply.delivery.reset = wanted.reset;
}

}  // namespace

Sandbox::Sandbox(const SandboxOptions& options)
    : schema_(load_schema()),
      types_(schema_),
      world_(generate(options.world)),
      tokens_(well_known_tokens()),
      documents_(schema_, options.limits),
      rate_limiter_(options.rate),
      pace_(options.pace),
      ordered_ledger_(options.ordered_ledger) {
  if (options.views_lag) world_.freeze_views();
  misbehaviour_.configure(options.plan);
}

void Sandbox::change(const std::function<void(World&)>& change) {
  const std::unique_lock lock(mutex_);
  change(world_);
}

void Sandbox::inspect(const std::function<void(const World&)>& look) const {
  const std::shared_lock lock(mutex_);
  look(world_);
}

Reply Sandbox::handle(const Request& request) {
  if (request.path.starts_with("/sandbox/")) return control(request);
  if (request.path.starts_with("/files/") || request.path.starts_with("/storage/")) {
    return file(request);
  }
  const bool graphql_path = request.path == "/graphql" || request.path.starts_with("/graphql/");
  if (!graphql_path && request.path != "/status") {
    Reply reply;
    reply.status = 404;
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = "Not Found";
    return reply;
  }
  if (auto refusal = refuse_malformed_body(request)) return std::move(*refusal);
  const Authentication caller = authenticate(tokens_, request);
  if (caller.refusal) return *caller.refusal;  // never counted, no rate-limit headers (F 2.1.5)
  if (request.path == "/status") {
    Reply reply;
    reply.body = std::string(R"({"status":"ok","authenticated":)") +
                 (caller.token != nullptr ? "true}" : "false}");
    return reply;
  }
  ++requests_;
  Mischief mischief;
  if (misbehaviour_.active()) mischief = misbehaviour_.next(declared_name(request));
  std::vector<std::pair<std::string, std::string>> headers;
  const std::string token = caller.token != nullptr ? caller.token->text : std::string();
  if (auto refusal = rate_limiter_.admit(request, token, headers)) return std::move(*refusal);
  Reply reply = mischief.instead ? *mischief.instead : answer(request, caller.token, mischief);
  reply.headers.insert(reply.headers.end(), headers.begin(), headers.end());
  spoil(reply, mischief);
  return reply;
}

Reply Sandbox::file(const Request& request) {
  files_.note(request);
  const auto look = [&](const auto& answer) {
    const std::shared_lock lock(mutex_);
    return answer();
  };
  if (request.path.starts_with("/storage/")) {
    return spoilt_file(request, "Storage", look([&] { return Files::storage(world_, request); }));
  }
  const Authentication caller = authenticate(tokens_, request);
  if (caller.refusal) return *caller.refusal;
  std::vector<std::pair<std::string, std::string>> headers;
  const std::string token = caller.token != nullptr ? caller.token->text : std::string();
  if (auto refusal = rate_limiter_.admit(request, token, headers)) return std::move(*refusal);
  Reply reply =
      spoilt_file(request, "File",
                  look([&] { return Files::route(world_, viewer_of(caller.token), request); }));
  reply.headers.insert(reply.headers.end(), headers.begin(), headers.end());
  return reply;
}

/// Rules of misbehaviour know requests for files by these names; `/files/uf_…` may be named, too.
Reply Sandbox::spoilt_file(const Request& request, const std::string& operation, Reply reply) {
  if (!misbehaviour_.active()) return reply;
  const std::string id = request.path.substr(request.path.rfind('/') + 1);
  const Mischief mischief = misbehaviour_.next(operation, id);
  if (mischief.instead) reply = *mischief.instead;
  spoil(reply, mischief);
  return reply;
}

Reply Sandbox::answer(const Request& request, const Token* token, const Mischief& mischief) {
  if (request.path == "/graphql/v1" && token != nullptr) {
    return middleware_error(401, "unauthorized", "Personal Tokens are not accepted on GraphQL v1");
  }
  GraphqlRequest parsed;
  if (auto refusal = read_graphql_request(request, parsed)) return std::move(*refusal);
  return execute(parsed, token, mischief);
}

Viewer Sandbox::viewer_of(const Token* token) const {
  Viewer viewer;
  if (token == nullptr) return viewer;
  viewer.user = world_.account_by_slug(token->user).value_or(0);
  viewer.scopes = token->scopes;
  viewer.by_oauth = token->oauth;
  return viewer;
}

Reply Sandbox::execute(const GraphqlRequest& parsed, const Token* token, const Mischief& mischief) {
  const auto started = std::chrono::steady_clock::now();
  const auto document = documents_.get(parsed.query);
  if (!document->errors.empty()) return error_reply(document->status, document->errors);
  std::string problem;
  const Operation* operation = choose_operation(document->document, parsed.operation_name, problem);
  if (operation == nullptr) {
    return error_reply(400, {{problem, {}, "OPERATION_RESOLUTION_FAILURE"}});
  }
  std::vector<RequestError> errors;
  const nlohmann::json variables = coerce_variables(schema_, *operation, parsed.variables, errors);
  if (!errors.empty()) return error_reply(400, errors);

  const std::shared_lock lock(mutex_);
  const Viewer viewer = viewer_of(token);
  ExecutionInput input{schema_,   types_, world_,          document->document,  *operation,
                       variables, viewer, ordered_ledger_, mischief.distortion, requests_};
  Execution execution(input);
  Reply reply;
  reply.body = execution.run();
  reply.headers = {{"cache-control", "no-store"}};
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started);
  const std::int64_t due =
      pace_in_ms(pace_, execution.nodes_written, fields_per_row(document->document, *operation));
  reply.delivery.delay_ms = std::max<std::int64_t>(due - spent.count(), 0);
  if (pace_.real && due > pace_.socket_timeout_ms) {
    reply.delivery.delay_ms = pace_.socket_timeout_ms;
    reply.delivery.drop = true;
  }
  return reply;
}

}  // namespace bursar::sandbox
