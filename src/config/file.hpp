#pragma once

#include <filesystem>

#include "config/config.hpp"
#include "document/problems.hpp"

namespace bursar::config {

// Reads the file into `config`; adds everything that is wrong with it to `problems`, which bears
// the file's name. Throws Error(config) where it is not TOML or cannot be read.
void read_file(const std::filesystem::path& file, Config& config, document::Problems& problems);

}  // namespace bursar::config
