#include "server/authentication.hpp"

#include <algorithm>

#include "world/text_pool.hpp"

namespace bursar::sandbox {
namespace {

bool looks_like_token(const std::string& text) {
  return text.size() == 40 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c); });
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The key in `/graphql/v2/<key>` (F 0.3).
std::string key_in_path(const std::string& path) {
  const std::string last = path.substr(path.rfind('/') + 1);
  return path.starts_with("/graphql/") && looks_like_token(last) ? last : std::string();
}

std::string carried_token(const Request& request) {
  const auto in_query = [&](const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
  };
  for (const std::string& candidate :
       {trimmed(request.header("api-key")), in_query("apiKey"), key_in_path(request.path),
        trimmed(request.header("personal-token")), in_query("personalToken")}) {
    if (!candidate.empty()) return candidate;
  }
  return {};
}

const Token* find(const std::vector<Token>& known, const std::string& text, bool oauth) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const Token& token) {
    return token.text == text && token.oauth == oauth;
  });
  return found == known.end() ? nullptr : &*found;
}

Reply unauthorized(const std::string& message) {
  return middleware_error(401, "unauthorized", message);
}

Authentication by_personal_token(const std::vector<Token>& known, const std::string& text) {
  const Token* token = find(known, text, false);
  if (token == nullptr) {
    return {unauthorized("Invalid Personal Token (Api Key): " + text), nullptr};
  }
  switch (token->state) {
    case Token::State::Valid:
      return {std::nullopt, token};
    case Token::State::Expired:
      return {unauthorized("Expired Personal Token (Api Key)"), nullptr};
    case Token::State::Suspended:
      return {unauthorized("Your personal token has been suspended, likely due to abuse. Please "
                           "contact support to reactivate it."),
              nullptr};
    case Token::State::Limited:
      return {unauthorized("Your account has been limited. Please contact support to reactivate "
                           "it."),
              nullptr};
    case Token::State::ForOrganization:
      return {unauthorized("Invalid personal token for collective: " + text), nullptr};
  }
  return {};
}

}  // namespace

Reply middleware_error(int code, const std::string& type, const std::string& message) {
  Reply reply;
  reply.status = code;
  reply.headers = {{"Cache-Control", "no-cache"}};
  reply.body = "{\"error\":{\"code\":" + std::to_string(code) + ",\"type\":\"" + type +
               "\",\"message\":" + json_string(message) + "}}";
  return reply;
}

Authentication authenticate(const std::vector<Token>& known, const Request& request) {
  if (request.query.count("personalToken") > 1 || request.query.count("apiKey") > 1) {
    Reply reply = middleware_error(400, "validation_failed", "Please provide a single token");
    reply.body.insert(reply.body.size() - 2, ",\"fields\":\"token\"");
    return {std::move(reply), nullptr};
  }
  if (const std::string text = carried_token(request); !text.empty()) {
    return by_personal_token(known, text);
  }
  const std::string authorization = request.header("authorization");
  if (!authorization.starts_with("Bearer ")) return {};
  // Only OAuth access tokens count; anything else is silently anonymous (F 1.2.5, F 12.3).
  const Token* token = find(known, trimmed(authorization.substr(7)), true);
  if (token != nullptr && token->state == Token::State::Expired) {
    return {middleware_error(401, "jwt_expired",
                             "Your authorization has expired. Please sign in again."),
            nullptr};
  }
  return {std::nullopt, token};
}

}  // namespace bursar::sandbox
