#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// Why `value` is no value of the scalar or enum `type`; nothing when it is one.
std::optional<std::string> leaf_problem(const Type& type, const nlohmann::json& value);

/// The same for a literal in the document.
std::optional<std::string> leaf_problem(const Type& type, const Value& literal);

/// A literal as JSON. Variables are looked up in `variables`; an absent one gives a discarded
/// value.
nlohmann::json to_json(const Value& literal, const nlohmann::json& variables);

}  // namespace bursar::sandbox
