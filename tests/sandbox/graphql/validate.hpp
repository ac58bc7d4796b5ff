#pragma once

#include <vector>

#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// The rules of the GraphQL specification, with the messages of graphql-js 16.
std::vector<RequestError> validate(const Schema& schema, const Document& document);

}  // namespace bursar::sandbox
