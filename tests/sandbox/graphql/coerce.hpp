#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// Checks the variables of a request against the operation and fills in defaults.
nlohmann::json coerce_variables(const Schema& schema, const Operation& operation,
                                const nlohmann::json& given, std::vector<RequestError>& errors);

/// The arguments of a field as an object: defaults filled in, absent ones left out, single values
/// where a list is wanted wrapped. The document must have been validated.
nlohmann::json coerce_arguments(const Schema& schema, const std::vector<InputValue>& declared,
                                const std::vector<Argument>& given,
                                const nlohmann::json& variables);

}  // namespace bursar::sandbox
