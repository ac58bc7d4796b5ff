#include "cli/database_access.hpp"

#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "os/ownership.hpp"
#include "store/stopping.hpp"

namespace bursar::cli {
namespace fs = std::filesystem;

LockedDatabase::LockedDatabase(const fs::path& file, std::chrono::seconds patience)
    : lock(fs::path(file.string() + ".lock"), patience),
      database(file, store::OpenMode::read_write) {}

std::unique_ptr<LockedDatabase> open_for_writing(const config::Config& config) {
  const fs::path file = config.database.value;
  const fs::path directory = file.parent_path();
  std::error_code error;
  (void)os::make_directories(directory, error);
  if (error) {
    throw Error(ErrorKind::cannot_create,
                fmt::format("cannot create {}: {}", directory.string(), error.message()),
                "create it, or name another place with --database");
  }
  return std::make_unique<LockedDatabase>(file, std::chrono::seconds(config.wait_seconds.value));
}

std::unique_ptr<LockedDatabase> open_existing(const config::Config& config) {
  if (!database_exists(config)) (void)open_to_look(config);  // throws, saying so
  return open_for_writing(config);
}

store::Database open_to_look(const config::Config& config) {
  store::Database database(config.database.value, store::OpenMode::read_only);
  store::heed_stop_requests(database);
  return database;
}

bool database_exists(const config::Config& config) {
  std::error_code ignored;
  return fs::exists(config.database.value, ignored);
}

std::vector<config::SourceConfig> chosen_sources(const config::Config& config,
                                                 const std::vector<std::string>& names) {
  if (config.sources.empty()) {
    throw Error(ErrorKind::config, "no source is configured",
                "give --account SLUG or --host SLUG, or write [source.NAME] into bursar.toml");
  }
  if (names.empty()) return config.sources;
  std::vector<config::SourceConfig> chosen;
  for (const std::string& name : names) chosen.push_back(config.source(name));
  return chosen;
}

}  // namespace bursar::cli
