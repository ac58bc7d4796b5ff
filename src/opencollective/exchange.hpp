#pragma once

// Internal to the client: nothing else includes this, so nlohmann_json stays in its .cpp files.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/transport.hpp"
#include "opencollective/client.hpp"
#include "opencollective/errors.hpp"
#include "opencollective/queries.hpp"
#include "os/secret.hpp"

namespace bursar::opencollective {

// What a small request came back with: data, errors or both.
struct Answer {
  nlohmann::json data;
  std::vector<GraphqlError> errors;
};

// How a question is asked; see http::Request.
struct Manner {
  bool can_shrink = false;
  int earlier_tries = 0;
  std::int64_t max_body_bytes = 0;
};

// Asks one question after the other. Answers have passed the redaction of the token before anything
// else sees them (opencollective/redaction.hpp).
class Exchange {
 public:
  // Throws Error(config) for a token that cannot be sent, or one that is missing.
  Exchange(http::Transport& transport, const ClientOptions& options, const os::Secret& token);

  // The response to the question, status 200. Throws ApiError for any other status.
  [[nodiscard]] http::Response post(const Document& document, const nlohmann::json& variables,
                                    const Manner& manner);

  // The same for small answers, parsed. Throws ApiError when there is no data at all.
  [[nodiscard]] Answer ask(const Document& document, const nlohmann::json& variables);

  [[nodiscard]] bool authenticated() const;
  [[nodiscard]] std::int64_t requests() const { return transport_.requests(); }

 private:
  [[nodiscard]] Answer ask_once(const Document& document, const nlohmann::json& variables,
                                int earlier_tries);

  http::Transport& transport_;
  const ClientOptions options_;
  const os::Secret& token_;
};

// Whether the same question may get a better answer: the API failed in a way that may pass
// (F 10.15), or its answer was torn on the way.
[[nodiscard]] bool worth_repeating(const Error& error);

// Why the API gave no evidence; nothing where the error is not about the answer, but about the
// network or the disk.
[[nodiscard]] std::optional<std::string> refusal_of(const Error& error);

// Repeats `ask(earlier_tries)` while that may help.
template <typename Ask>
auto persistently(Ask ask) {
  constexpr int max_tries = 3;
  for (int tries = 0;; ++tries) {
    try {
      return ask(tries);
    } catch (const Error& error) {
      if (!worth_repeating(error) || tries + 1 >= max_tries) throw;
    }
  }
}

}  // namespace bursar::opencollective
