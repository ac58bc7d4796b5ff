#pragma once

#include <string>

#include "export/export.hpp"

namespace bursar::exporting {

// The settings of a profile that cannot change once something was handed over, as JSON
// (accounting.md R10).
[[nodiscard]] std::string frozen_settings(const Request& request);

// Throws Error(config) naming each setting that is not what it was.
void require_frozen(const Request& request, const std::string& recorded);

// Which accounts were included and excluded by hand, as JSON. May change.
[[nodiscard]] std::string scope_settings(const Request& request);

}  // namespace bursar::exporting
