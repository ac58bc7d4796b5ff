#pragma once

#include <vector>

#include "audit/narrowing.hpp"
#include "audit/scope.hpp"

namespace bursar::audit {

// Months in which what went from one account of the source to another is not the same on both
// sides, by receiving account, currency and kind (F 5.2.3, F 7.15). Asks the store alone.
[[nodiscard]] std::vector<DifferingMonth> check_pairs(const Scope& scope);

}  // namespace bursar::audit
