#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/findings.hpp"
#include "store/run_changes.hpp"

namespace bursar::sync {

// What a run changed, in a bookkeeper's words; nothing for what did not happen.
[[nodiscard]] std::vector<store::Finding> summarise(const store::RunChanges& changes);

// "1 expense was", "3 expenses were".
[[nodiscard]] std::string amount_of(std::int64_t number, const std::string& noun,
                                    const char* verb_for_one, const char* verb_for_many);

}  // namespace bursar::sync
