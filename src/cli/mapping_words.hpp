#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "mapping/chart.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {

// "statement", "journal", "table of expenses"
[[nodiscard]] std::string kind_of(const mapping::Layout& layout);
// "csv", "ofx", "ofx-xml"
[[nodiscard]] const char* format_of(const mapping::Layout& layout);

// The events that say what a layout or a chart is.
[[nodiscard]] nlohmann::json event_of(const mapping::Layout& layout);
[[nodiscard]] nlohmann::json event_of(const std::string& name, const mapping::Chart& chart);

}  // namespace bursar::cli
