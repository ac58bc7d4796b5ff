#include "opencollective/exchange.hpp"

#include <utility>

#include "opencollective/authentication.hpp"
#include "opencollective/bounds.hpp"
#include "opencollective/redaction.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

GraphqlError read_error(const json& entry) {
  GraphqlError error;
  if (!entry.is_object()) return error;
  error.message = entry.value("message", std::string());
  if (const auto at = entry.find("extensions"); at != entry.end() && at->is_object()) {
    error.code = at->value("code", std::string());
  }
  if (const auto at = entry.find("path"); at != entry.end() && at->is_array()) {
    for (const json& step : *at) {
      error.path.push_back(step.is_string() ? step.get<std::string>() : step.dump());
    }
  }
  return error;
}

}  // namespace

Exchange::Exchange(http::Transport& transport, const ClientOptions& options,
                   const os::Secret& token)
    : transport_(transport), options_(options), token_(token) {
  if (authenticated()) check_token(token.reveal());
}

bool Exchange::authenticated() const {
  return options_.authentication != Authentication::none;
}

http::Response Exchange::post(const Document& document, const json& variables,
                              const Manner& manner) {
  ConfidentialRequest confidential;
  http::Request& request = confidential.request;
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Accept", "application/json");
  authenticate(confidential, options_.url, options_.authentication, token_);
  request.body = json{
      {"operationName", document.operation},
      {"query", document.text},
      {"variables",
       variables}}.dump();
  request.can_shrink = manner.can_shrink;
  request.earlier_tries = manner.earlier_tries;
  request.max_body_bytes = manner.max_body_bytes;
  http::Response response = transport_.send(request);
  redact_answer(response, token_);
  if (response.status != 200) throw status_error(response.status, response.body);
  return response;
}

Answer Exchange::ask_once(const Document& document, const json& variables, int earlier_tries) {
  const http::Response response =
      post(document, variables, {false, earlier_tries, most_bytes_of_tree});
  json body = json::parse(response.body, nullptr, false);
  Answer answer;
  try {
    if (const auto errors = body.find("errors"); body.is_object() && errors != body.end()) {
      for (const json& entry : *errors) answer.errors.push_back(read_error(entry));
    }
  } catch (const json::exception&) {
    body = json();
  }
  if (!body.is_object()) {
    throw Error(ErrorKind::data, "the API's answer cannot be used: it is not a GraphQL response",
                "check that api.url is the address of the API");
  }
  if (const auto data = body.find("data"); data != body.end()) answer.data = std::move(*data);
  if (!answer.data.is_object()) throw graphql_error(answer.errors);
  return answer;
}

bool worth_repeating(const Error& error) {
  if (error.kind() == ErrorKind::data) return true;
  const auto* said = dynamic_cast<const ApiError*>(&error);
  return said != nullptr && is_transient(*said);
}

std::optional<std::string> refusal_of(const Error& error) {
  const bool about_the_answer =
      error.kind() == ErrorKind::data || dynamic_cast<const ApiError*>(&error) != nullptr;
  return about_the_answer ? std::optional<std::string>(error.what()) : std::nullopt;
}

Answer Exchange::ask(const Document& document, const json& variables) {
  return persistently(
      [&](int earlier_tries) { return ask_once(document, variables, earlier_tries); });
}

}  // namespace bursar::opencollective
