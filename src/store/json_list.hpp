#pragma once

#include <string>
#include <vector>

namespace bursar::store {

// A list of ids as JSON: one parameter for json_each.
[[nodiscard]] std::string json_list(const std::vector<std::string>& ids);

}  // namespace bursar::store
