#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/lines.hpp"
#include "export/explanation.hpp"

namespace bursar::cli {

// For people, from what is known of the row to what each profile made of it.
[[nodiscard]] Lines format_explanation(const exporting::Explanation& told);

// The same as an event of type "explanation".
[[nodiscard]] nlohmann::json event_of(const exporting::Explanation& told);

}  // namespace bursar::cli
