#pragma once

#include <string>
#include <string_view>

namespace bursar::text {

// A label of a metric in the text format of Prometheus: `name="value"`, the value shown
// (text/shown.hpp) and then escaped. `name` is ours.
[[nodiscard]] std::string metric_label(std::string_view name, std::string_view value);

}  // namespace bursar::text
