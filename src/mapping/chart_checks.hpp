#pragma once

#include "document/problems.hpp"
#include "mapping/compiled_chart.hpp"

namespace bursar::mapping {

// Adds what is wrong with rules that can each be read: those that earlier ones leave nothing to
// decide, and those that ask for what no line has.
void check_rules(const CompiledChart& chart, document::Problems& problems);

}  // namespace bursar::mapping
