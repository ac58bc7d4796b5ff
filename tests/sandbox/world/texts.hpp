#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bursar::sandbox {

/// Titles of contributions and expenses: plain ones and ones that break careless software.
const std::vector<std::string>& contribution_titles();
const std::vector<std::string>& expense_titles();

/// What the platform stores for an expense item: HTML-escaped (F 12.8).
const std::vector<std::string>& item_titles();

/// An obviously generated name; some in other scripts, some hostile.
std::string contributor_name(std::uint32_t number);

}  // namespace bursar::sandbox
