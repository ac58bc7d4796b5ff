#pragma once

#include "http/transport.hpp"
#include "os/secret.hpp"

namespace bursar::opencollective {

// Takes the token out of what somebody answered, before anything of it is cut, quoted or stored:
// the API echoes it in some of its texts (F 1.2.3). All forms of it become "[token]": as it is,
// percent-encoded, escaped as in JSON, in part or twice. Texts of fewer than eight characters are
// no tokens, and are left alone where they occur in data.

// In headers and body; the body keeps http::body_padding.
void redact_answer(http::Response& response, const os::Secret& token);
// In headers alone: the bytes of a file are evidence, and stay as they are.
void redact_headers(http::Response& response, const os::Secret& token);

}  // namespace bursar::opencollective
