#pragma once

#include <string_view>

#include "http/transport.hpp"
#include "opencollective/client.hpp"
#include "os/secret.hpp"

namespace bursar::opencollective {

// A request that carries the token; its copies of it are overwritten when it is done with.
struct ConfidentialRequest {
  http::Request request;
  ConfidentialRequest() = default;
  ConfidentialRequest(const ConfidentialRequest&) = delete;
  ConfidentialRequest& operator=(const ConfidentialRequest&) = delete;
  ~ConfidentialRequest();
};

// Throws Error(config) for a token that cannot be sent, or none: it would end the header line, or
// be read as something else than was meant.
void check_token(std::string_view token);

// Addresses the request to `url` and puts the token on it the way that was chosen (F 1.1.1).
void authenticate(ConfidentialRequest& confidential, const std::string& url,
                  Authentication authentication, const os::Secret& token);

}  // namespace bursar::opencollective
