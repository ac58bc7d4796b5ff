#include "opencollective/errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bursar::opencollective {
namespace {

using nlohmann::json;

constexpr std::size_t longest_quote = 300;

// The API's words, on one line and not too many of them.
std::string in_short(std::string_view text) {
  std::string line(text.substr(0, longest_quote));
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  if (text.size() > longest_quote) {
    // Not in the middle of a character.
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xC0U) == 0x80U) {
      line.pop_back();
    }
    if (!line.empty() && (static_cast<unsigned char>(line.back()) & 0x80U) != 0) line.pop_back();
    line += "...";
  }
  return line;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string new_token() {
  return std::string(how_to_get_a_token);
}

// One row per text of F 1.2.2; `what` is ours, because two of the API's texts echo the token.
struct Refusal {
  std::string_view marker;
  std::string_view what;
  std::string_view next_step;  // empty: get a new token
};

constexpr std::array<Refusal, 8> refusals{{
    {"Expired Personal Token", "the personal token has expired", ""},
    {"token has been suspended", "the personal token was suspended by Open Collective",
     "write to support@opencollective.com, or use another token"},
    {"account has been limited",
     "the account that the token belongs to was limited by Open Collective",
     "write to support@opencollective.com"},
    {"Invalid personal token for collective",
     "the token belongs to an organisation; the API takes personal tokens of people only", ""},
    {"Invalid Personal Token", "the API does not know this token; it may have been deleted", ""},
    {"not accepted on GraphQL v1",
     "the address is that of GraphQL v1, which takes no personal tokens",
     "set api.url to https://api.opencollective.com/graphql/v2"},
    {"Invalid API key", "the API does not know this API key", ""},
    {"jwt", "the OAuth access token is not valid (any more)",
     "get a new access token, or use a personal token instead"},
}};

ApiError refused(std::string_view type, std::string_view message) {
  if (type == "jwt_expired") message = "jwt";
  for (const Refusal& refusal : refusals) {
    if (!contains(message, refusal.marker)) continue;
    return {ErrorKind::refused, std::string(refusal.what),
            refusal.next_step.empty() ? new_token() : std::string(refusal.next_step),
            std::string(type)};
  }
  return {ErrorKind::refused, "the API refused the token (status 401)", new_token(),
          std::string(type)};
}

struct ErrorBody {
  std::string message;
  std::string code;
};

std::string text_member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Both shapes: {"error":{"message","type"}} of the middleware (F 1.2.1) and {"errors":[…]}.
ErrorBody read_body(std::string_view body) {
  const json document = json::parse(body, nullptr, false);
  if (document.is_discarded() || !document.is_object()) return {};
  if (const auto error = document.find("error"); error != document.end()) {
    return {text_member(*error, "message"), text_member(*error, "type")};
  }
  const auto errors = document.find("errors");
  if (errors == document.end() || !errors->is_array() || errors->empty()) return {};
  const json& first = errors->front();
  const auto extensions = first.is_object() ? first.find("extensions") : first.end();
  const bool has_code = first.is_object() && extensions != first.end();
  return {text_member(first, "message"), has_code ? text_member(*extensions, "code") : ""};
}

ApiError query_refused(std::string_view message, std::string code) {
  return {ErrorKind::bug, fmt::format("the API refused our query: {}", in_short(message)),
          "the API may have changed: update bursar, or report this message", std::move(code)};
}

// Plain errors of resolvers that come as INTERNAL_SERVER_ERROR although the request is to blame.
bool blames_the_request(std::string_view message) {
  constexpr std::array<std::string_view, 4> markers{
      "Cannot fetch more than", "must not be negative", "does not exist", "Please provide"};
  return std::any_of(markers.begin(), markers.end(),
                     [&](std::string_view marker) { return contains(message, marker); });
}

ApiError forbidden(std::string_view message, std::string code) {
  const std::size_t scope = message.find("in scope \"");
  if (scope != std::string_view::npos) {
    const std::string_view rest = message.substr(scope + 10);
    const std::string_view name = rest.substr(0, rest.find('"'));
    return {ErrorKind::refused, fmt::format("the token lacks the scope \"{}\"", in_short(name)),
            fmt::format("tick the scope {} at https://opencollective.com/dashboard/<you>/"
                        "for-developers, or {}",
                        in_short(name), how_to_get_a_token),
            std::move(code)};
  }
  if (contains(message, "private")) {
    return {ErrorKind::config, "the account is private, and the token's user is no member of it",
            "use a token of an admin or accountant of the account or of its fiscal host",
            std::move(code)};
  }
  return {ErrorKind::refused, fmt::format("the API does not allow this: {}", in_short(message)),
          "use a token of an admin or accountant of the account or of its fiscal host",
          std::move(code)};
}

ApiError not_found(std::string_view message, std::string code) {
  constexpr std::string_view by_slug = "No collective found with slug ";
  const std::string name =
      message.substr(0, by_slug.size()) == by_slug
          ? fmt::format("the account \"{}\" does not exist",
                        in_short(message.substr(by_slug.size())))
          : fmt::format("an account that was asked for does not exist: {}", in_short(message));
  return {ErrorKind::config, name,
          "check the account's slug: it is the last part of its address on opencollective.com, and "
          "changes when the account is renamed",
          std::move(code)};
}

}  // namespace

std::optional<std::int64_t> node_index(const GraphqlError& error) {
  const auto nodes = std::find(error.path.begin(), error.path.end(), "nodes");
  if (nodes == error.path.end() || nodes + 1 == error.path.end()) return std::nullopt;
  const std::string& text = *(nodes + 1);
  std::int64_t index = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return index;
}

ApiError status_error(int status, std::string_view body) {
  const ErrorBody answer = read_body(body);
  const std::string code = answer.code.empty() ? fmt::format("HTTP {}", status) : answer.code;
  if (status == 401) return refused(answer.code, answer.message);
  if (status == 403) {
    return {ErrorKind::refused, "the API, or a proxy before it, refused the request (status 403)",
            "check that this machine may reach the API, then that the token is still valid", code};
  }
  if (status == 429) {
    return {ErrorKind::try_later, "the API's rate limit was still exceeded after waiting",
            "run again later; if other programs use the same token, give bursar its own", code};
  }
  if (status >= 300 && status < 400) {
    return {ErrorKind::config,
            fmt::format("the API's address redirects elsewhere (status {})", status),
            "set api.url to the final address; redirects are not followed, as they would carry "
            "the token along",
            code};
  }
  if (status == 404 || status == 405) {
    return {ErrorKind::config,
            fmt::format("there is no GraphQL API at the address (status {})", status),
            "set api.url to https://api.opencollective.com/graphql/v2", code};
  }
  if (status >= 500 && answer.code != "GRAPHQL_VALIDATION_FAILED") {
    return {ErrorKind::unavailable, fmt::format("the API is out of order (status {})", status),
            "run again later; see https://status.opencollective.com", code};
  }
  if (answer.message.empty() && answer.code.empty()) {
    return {ErrorKind::unavailable,
            fmt::format("something answered with status {}, but not the API", status),
            "check that api.url is the address of the API, and the proxy if there is one", code};
  }
  // Only messages are quoted: `error.body` of a refused request is our own text (F 12.1).
  if (answer.message.empty()) return query_refused(answer.code, code);
  return query_refused(answer.message, code);
}

ApiError graphql_error(std::span<const GraphqlError> errors) {
  if (errors.empty()) {
    return {ErrorKind::data, "the API sent neither data nor errors", "run again later", ""};
  }
  const GraphqlError& error = errors.front();
  if (error.code == "Forbidden") return forbidden(error.message, error.code);
  if (error.code == "Unauthorized") {
    return {ErrorKind::refused, fmt::format("the API wants a login: {}", in_short(error.message)),
            new_token(), error.code};
  }
  if (error.code == "NotFound" || contains(error.message, "No collective found with slug")) {
    return not_found(error.message, error.code);
  }
  if (error.code == "RateLimitExceeded" || contains(error.message, "Too many")) {
    return {ErrorKind::try_later, fmt::format("the API's rate limit: {}", in_short(error.message)),
            "run again later", error.code};
  }
  if (error.code != "INTERNAL_SERVER_ERROR" || blames_the_request(error.message)) {
    return query_refused(error.message, error.code);
  }
  return {ErrorKind::unavailable, fmt::format("the API failed: {}", in_short(error.message)),
          "run again later; see https://status.opencollective.com", error.code};
}

bool is_transient(const ApiError& error) {
  return error.kind() == ErrorKind::unavailable && error.code() == "INTERNAL_SERVER_ERROR";
}

ApiError silent_anonymity_error() {
  return {ErrorKind::refused,
          "the API did not recognise the token and answered as to anybody: private fields would be "
          "missing without a word",
          fmt::format("check api.auth (a personal token is no bearer token), or {}",
                      how_to_get_a_token),
          "anonymous"};
}

}  // namespace bursar::opencollective
