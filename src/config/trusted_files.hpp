#pragma once

#include "config/config.hpp"

namespace bursar::config {

// A command that a configuration names is run as this user: nobody else may have written it. Both
// throw Error(config) where the file that names it, or a directory above it, could have been
// written by others (os::mistrust). Runs that execute nothing need not ask.

// Before `on_batch` of the profile is run: bursar.toml, and the files of layout and chart, which
// say what the command gets to see. A profile without on_batch passes.
void require_trusted_hook(const Config& config, const ProfileConfig& profile);
// Before token_command is run. One that flags or environment name passes.
void require_trusted_token_command(const Config& config);

}  // namespace bursar::config
