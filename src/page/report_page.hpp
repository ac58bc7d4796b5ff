#pragma once

#include <string>

#include "page/report.hpp"

namespace bursar::page {

// The report as one HTML page that needs nothing else: no network, no script, no other file.
[[nodiscard]] std::string report_page(const Report& report);

}  // namespace bursar::page
