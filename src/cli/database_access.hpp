#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "os/instance_lock.hpp"
#include "store/database.hpp"

namespace bursar::cli {

// The database with the lock that keeps other writers away. The lock is taken first and given back
// last.
struct LockedDatabase {
  os::InstanceLock lock;
  store::Database database;
  LockedDatabase(const std::filesystem::path& file, std::chrono::seconds patience);
};

// Opens the database for writing, waiting for other writers for up to `store.wait`; its directory
// is created (0700) where it is missing.
[[nodiscard]] std::unique_ptr<LockedDatabase> open_for_writing(const config::Config& config);

// The same for what has no use for an empty one. Throws Error(config) where there is none: what was
// never read makes no database.
[[nodiscard]] std::unique_ptr<LockedDatabase> open_existing(const config::Config& config);
// To look into. Throws likewise.
[[nodiscard]] store::Database open_to_look(const config::Config& config);

// Whether there is a database at all: before the first sync there is none, and that is no error for
// whoever only looks.
[[nodiscard]] bool database_exists(const config::Config& config);

// The configured sources of these names; all of them where no name is given. Throws Error(config)
// where there are none, with what to do about it.
[[nodiscard]] std::vector<config::SourceConfig> chosen_sources(
    const config::Config& config, const std::vector<std::string>& names);

}  // namespace bursar::cli
