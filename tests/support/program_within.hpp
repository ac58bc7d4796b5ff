#pragma once

#include <string>
#include <vector>

#include "installation.hpp"
#include "os/clock.hpp"

namespace bursar::tests {

// Runs the program of an installation within this process, at the time that `clock` tells.
[[nodiscard]] Finished run_within(const Installation& books, os::Clock& clock,
                                  const std::vector<std::string>& arguments);

}  // namespace bursar::tests
