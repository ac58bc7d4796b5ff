#pragma once

#include "document/node.hpp"
#include "document/problems.hpp"
#include "mapping/compiled_chart.hpp"

namespace bursar::mapping {

// Reads a chart of accounts. What is wrong is added to `problems`; the result must then not be
// used for anything but looking for more problems.
[[nodiscard]] CompiledChart read_chart(const document::Node& root, document::Problems& problems);

}  // namespace bursar::mapping
