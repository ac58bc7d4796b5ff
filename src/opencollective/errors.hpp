#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "opencollective/api_error.hpp"

namespace bursar::opencollective {

// One entry of a response's `errors`.
struct GraphqlError {
  std::string message;
  std::string code;               // extensions.code; empty if none
  std::vector<std::string> path;  // members and list positions from the root; empty if none
};

// The position behind `nodes` in the path: which node of a page the error is about.
[[nodiscard]] std::optional<std::int64_t> node_index(const GraphqlError& error);

// What an answer with another status than 200 stands for (F 1.2, F 2.1.4, F 12.1). Redirects are
// a matter of configuration; the texts of the API are quoted only where they help and are never
// those that echo a token (F 1.2.3).
[[nodiscard]] ApiError status_error(int status, std::string_view body);

// What an answer without usable data stands for: the first error decides (F 1.3, F 10.15).
[[nodiscard]] ApiError graphql_error(std::span<const GraphqlError> errors);

// Whether asking again may help: INTERNAL_SERVER_ERROR unless its text says that the question
// itself was wrong.
[[nodiscard]] bool is_transient(const ApiError& error);

// The answer came from somebody who does not know the token although one was sent (F 1.2.4).
[[nodiscard]] ApiError silent_anonymity_error();

// How to get a token that works; ends next steps.
inline constexpr std::string_view how_to_get_a_token =
    "create one at https://opencollective.com/dashboard/<you>/for-developers (Personal tokens) "
    "with the scopes transactions, expenses, account and orders, and without two-factor "
    "pre-authorisation";

}  // namespace bursar::opencollective
