#include "opencollective/authentication.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "opencollective/errors.hpp"

namespace bursar::opencollective {
namespace {

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size() * 3);
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      fmt::format_to(std::back_inserter(encoded), "%{:02X}",
                     static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return encoded;
}

}  // namespace

ConfidentialRequest::~ConfidentialRequest() {
  os::wipe(request.url);
  for (auto& header : request.headers) os::wipe(header.second);
}

void check_token(std::string_view token) {
  const bool sendable =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!token.empty() && sendable) return;
  throw Error(ErrorKind::config,
              token.empty() ? "no access token was given"
                            : "the access token contains spaces, line breaks or other characters "
                              "that no token has",
              fmt::format("check where the token is read from, or {}", how_to_get_a_token));
}

void authenticate(ConfidentialRequest& confidential, const std::string& url,
                  Authentication authentication, const os::Secret& token) {
  http::Request& request = confidential.request;
  request.url = url;
  // Room for the token at once: a growing text would leave unwiped copies behind.
  request.url.reserve(url.size() + 32 + 3 * token.reveal().size());
  switch (authentication) {
    case Authentication::none:
      return;
    case Authentication::personal_token_header:
      request.headers.emplace_back("Personal-Token", token.reveal());
      return;
    case Authentication::bearer:
      request.headers.emplace_back("Authorization", std::string("Bearer ").append(token.reveal()));
      return;
    case Authentication::personal_token_query: {
      std::string value = percent_encoded(token.reveal());
      request.url += request.url.find('?') == std::string::npos ? '?' : '&';
      request.url += "personalToken=";
      request.url += value;
      os::wipe(value);
      return;
    }
  }
}

}  // namespace bursar::opencollective
