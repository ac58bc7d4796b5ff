#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "sync/run.hpp"

namespace bursar::cli {

// The configured sources of these names as a run wants them; all where none is named.
[[nodiscard]] std::vector<sync::SourceRequest> source_requests(
    const config::Config& config, const std::vector<std::string>& names);

// What the configuration says about runs.
[[nodiscard]] sync::Options run_options(const config::Config& config);

}  // namespace bursar::cli
