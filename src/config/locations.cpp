#include "config/locations.hpp"

#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "text/token_like.hpp"

namespace bursar::config {
namespace fs = std::filesystem;

std::optional<std::string> variable(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  if (found == environment.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

namespace {

// $XDG_…, else the place below the home directory that stands for it.
std::optional<fs::path> xdg_directory(const Environment& environment, const std::string& name,
                                      const fs::path& below_home) {
  if (const auto directory = variable(environment, name)) return fs::path(*directory);
  if (const auto home = variable(environment, "HOME")) return fs::path(*home) / below_home;
  return std::nullopt;
}

}  // namespace

std::optional<fs::path> find_config_file(const Overrides& overrides,
                                         const Environment& environment) {
  std::optional<std::string> named = overrides.config_file;
  std::string by = "--config";
  if (!named) {
    named = variable(environment, "BURSAR_CONFIG");
    by = "BURSAR_CONFIG";
  }
  std::error_code ignored;
  if (named) {
    if (fs::exists(*named, ignored)) return fs::path(*named);
    throw Error(ErrorKind::config,
                fmt::format("there is no file {} (named by {})", text::named_file(*named, by), by),
                "name the configuration file that exists, or leave it out");
  }
  if (const auto directory = xdg_directory(environment, "XDG_CONFIG_HOME", ".config")) {
    const fs::path own = *directory / "bursar" / "bursar.toml";
    if (fs::exists(own, ignored)) return own;
  }
  const fs::path system = "/etc/bursar/bursar.toml";
  if (fs::exists(system, ignored)) return system;
  return std::nullopt;
}

fs::path new_config_file(const Overrides& overrides, const Environment& environment) {
  if (overrides.config_file) return *overrides.config_file;
  if (const auto named = variable(environment, "BURSAR_CONFIG")) return *named;
  const auto directory = xdg_directory(environment, "XDG_CONFIG_HOME", ".config");
  return directory.value_or("/etc") / "bursar" / "bursar.toml";
}

fs::path default_database(const Environment& environment) {
  constexpr const char* name = "bursar.db";
  if (const auto state = variable(environment, "STATE_DIRECTORY")) {
    // systemd separates several directories by colons; ours is the first.
    return fs::path(state->substr(0, state->find(':'))) / name;
  }
  if (const auto data = xdg_directory(environment, "XDG_DATA_HOME", ".local/share")) {
    return *data / "bursar" / name;
  }
  return fs::path("/var/lib/bursar") / name;
}

fs::path receipts_directory(const Config& config) {
  if (!config.receipts_directory.value.empty()) return config.receipts_directory.value;
  return config.database.value + ".receipts";
}

}  // namespace bursar::config
