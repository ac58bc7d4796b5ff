#pragma once

#include <vector>

#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// "Overlapping fields can be merged": two fields that would write the same key must agree.
void find_conflicts(const Schema& schema, const Document& document, const Operation& operation,
                    std::vector<RequestError>& errors);

}  // namespace bursar::sandbox
