#pragma once

#include <functional>
#include <string>

#include "cli/invocation.hpp"

namespace bursar::cli {

// Runs the work of a command and tells those who watch over unattended runs: pings before and after
// it (ping.COMMAND), metrics after it (metrics.file). Neither ever changes the outcome: what goes
// wrong with them is a warning. Returns what the work returns, throws what it throws.
int watched(Invocation& invocation, const config::Config& config, const std::string& command,
            const std::function<int()>& work);

}  // namespace bursar::cli
