#include "opencollective/redaction.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace bursar::opencollective {
namespace {

constexpr std::size_t shortest_token = 8;

bool is_token(const os::Secret& token) {
  return token.reveal().size() >= shortest_token;
}

}  // namespace

void redact_headers(http::Response& response, const os::Secret& token) {
  if (!is_token(token)) return;
  for (auto& [name, value] : response.headers) {
    name = os::redact(std::move(name), token);
    value = os::redact(std::move(value), token);
  }
}

void redact_answer(http::Response& response, const os::Secret& token) {
  if (!is_token(token)) return;
  redact_headers(response, token);
  response.body = os::redact(std::move(response.body), token);
  response.body.reserve(response.body.size() + http::body_padding);
}

}  // namespace bursar::opencollective
