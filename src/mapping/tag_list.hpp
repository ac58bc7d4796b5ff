#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bursar::mapping {

// The tags in a JSON list as the platform sends it: ["travel","berlin"]. What is no text in it is
// left out; of what is no list, nothing comes.
[[nodiscard]] std::vector<std::string> tags_in(std::string_view json);

}  // namespace bursar::mapping
