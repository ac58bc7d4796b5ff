#include "config/trusted_files.hpp"

#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "error/error.hpp"
#include "os/trusted_place.hpp"

namespace bursar::config {
namespace {

void require_trusted(const std::filesystem::path& file, const std::string& command) {
  if (file.empty()) return;
  const auto problem = os::mistrust(file);
  if (!problem) return;
  throw Error(ErrorKind::config,
              fmt::format("{} is not run: {}, so others could have a say in what it does", command,
                          *problem),
              fmt::format("let {} and all directories above it belong to this user or to root, and "
                          "take the right to write from all others (chmod go-w)",
                          file.string()));
}

// Layouts and charts of the program itself have a name, those of others a path.
std::filesystem::path file_of(const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".toml");
  return is_path ? name : std::string();
}

}  // namespace

void require_trusted_hook(const Config& config, const ProfileConfig& profile) {
  if (profile.on_batch.empty()) return;
  const std::string command = fmt::format("on_batch of profile {}", profile.name);
  require_trusted(config.file, command);
  require_trusted(file_of(profile.layout), command);
  require_trusted(file_of(profile.chart), command);
}

void require_trusted_token_command(const Config& config) {
  if (config.token_command.origin.kind == OriginKind::file) {
    require_trusted(config.file, "token_command");
  }
}

}  // namespace bursar::config
