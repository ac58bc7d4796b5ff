#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/config.hpp"

namespace bursar::config {

// The value of a variable; an empty one counts as not set.
[[nodiscard]] std::optional<std::string> variable(const Environment& environment,
                                                  const std::string& name);

// The configuration file to read: the one named (`--config`, else $BURSAR_CONFIG), which must
// exist, else the first that exists of the usual places, else nothing.
[[nodiscard]] std::optional<std::filesystem::path> find_config_file(const Overrides& overrides,
                                                                    const Environment& environment);

// Where a new configuration file belongs: the place named, else the first of the usual places.
[[nodiscard]] std::filesystem::path new_config_file(const Overrides& overrides,
                                                    const Environment& environment);

// Where the database lies when nobody says: $STATE_DIRECTORY (systemd gives it to a service), else
// $XDG_DATA_HOME/bursar, else ~/.local/share/bursar, else (no home: a service) /var/lib/bursar.
[[nodiscard]] std::filesystem::path default_database(const Environment& environment);

// Where receipts are archived: as configured, else beside the database.
[[nodiscard]] std::filesystem::path receipts_directory(const Config& config);

}  // namespace bursar::config
