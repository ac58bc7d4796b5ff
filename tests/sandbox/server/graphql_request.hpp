#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql/errors.hpp"
#include "server/http_types.hpp"

namespace bursar::sandbox {

/// What Apollo Server takes out of an HTTP request.
struct GraphqlRequest {
  std::string query;
  std::string operation_name;
  nlohmann::json variables = nlohmann::json::object();
};

/// The body parser in front of everything: malformed JSON never reaches authentication (F 12.1).
std::optional<Reply> refuse_malformed_body(const Request& request);

/// Fills `parsed`, or returns the refusal: content types, batches, missing queries, methods.
std::optional<Reply> read_graphql_request(const Request& request, GraphqlRequest& parsed);

Reply error_reply(int status, const std::vector<RequestError>& errors);

}  // namespace bursar::sandbox
