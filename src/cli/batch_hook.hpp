#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace bursar::cli {

// Runs a profile's `on_batch` by /bin/sh, with the paths of the batch's files as arguments behind
// it and BURSAR_PROFILE and BURSAR_BATCH in its environment, but no token and no address of a ping;
// waits for its end. Its output goes where ours goes. Returns what went wrong, in words; empty when
// it ended with status 0. The batch is handed over whatever the hook does: it is never taken back
// and the hook never run for it again.
[[nodiscard]] std::string run_batch_hook(const std::string& command, const std::string& profile,
                                         std::int64_t batch,
                                         const std::vector<std::filesystem::path>& files,
                                         const config::Environment& environment);

}  // namespace bursar::cli
