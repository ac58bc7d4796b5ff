#pragma once

#include <vector>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "mapping/condition.hpp"

namespace bursar::mapping {

// Reads the table that `if.kind = ...`, `if.side = ...` make. What is wrong is added to `problems`:
// unknown facts and words, dates and rates that are none, conditions that can never hold.
[[nodiscard]] std::vector<Condition> read_conditions(const document::Node& table,
                                                     document::Problems& problems);

}  // namespace bursar::mapping
