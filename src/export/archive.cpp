#include "export/archive.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/kept_file.hpp"
#include "export/stage.hpp"
#include "store/batches.hpp"
#include "store/manifests.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

using Directory = std::optional<os::DirectoryBeneath>;

// What a file of the archive must be.
struct Recorded {
  fs::path name;  // beneath the archive
  std::int64_t bytes = 0;
  std::string sha256;
};

std::optional<std::string> problem_of(const Directory& archive, const fs::path& place,
                                      const Recorded& recorded) {
  const std::string shown = (place / recorded.name).string();
  const auto kept = archive ? KeptFile::find(*archive, recorded.name) : std::nullopt;
  if (!kept) return fmt::format("{} is missing", shown);
  if (kept->size() != recorded.bytes) {
    return fmt::format("{} is not what was handed over: it has {} bytes instead of {}", shown,
                       kept->size(), recorded.bytes);
  }
  if (kept->sha256() == recorded.sha256) return std::nullopt;
  return fmt::format("{} is not what was handed over: its SHA-256 differs", shown);
}

// All that the archive must hold of a batch.
std::vector<Recorded> recorded_of(store::Database& database, const store::Profile& profile,
                                  const store::Batch& batch) {
  const fs::path directory = fs::path(profile.name) / std::to_string(batch.number);
  std::vector<Recorded> all;
  for (const store::BatchFile& file : batch.files) {
    all.push_back({directory / file.name, file.bytes, file.sha256});
  }
  if (const auto manifest = store::find_manifest(database, batch.batch)) {
    all.push_back({directory / manifest_name, manifest->bytes, manifest->sha256});
  }
  return all;
}

bool is_there(const KeptFile& file, const os::DirectoryBeneath& to, const fs::path& name) {
  const auto present = KeptFile::find(to, name);
  return present && present->size() == file.size();
}

// The numbers of the recorded batches of each profile, by the profile's name.
std::map<std::string, std::set<std::int64_t>> recorded_batches(store::Database& database) {
  std::map<std::string, std::set<std::int64_t>> recorded;
  for (const store::Profile& profile : store::list_profiles(database)) {
    std::set<std::int64_t>& numbers = recorded[profile.name];
    for (const store::Batch& batch : store::batches(database, profile.profile)) {
      numbers.insert(batch.number);
    }
  }
  return recorded;
}

std::int64_t last_of(const std::map<std::string, std::set<std::int64_t>>& recorded,
                     const std::string& profile) {
  const auto found = recorded.find(profile);
  return found == recorded.end() || found->second.empty() ? 0 : *found->second.rbegin();
}

std::int64_t number_of(const fs::path& directory) {
  const std::string name = directory.filename().string();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

}  // namespace

std::vector<std::string> archive_problems(store::Database& database, const fs::path& archive) {
  std::vector<std::string> problems;
  const Directory beneath = os::DirectoryBeneath::find(archive);
  for (const store::Profile& profile : store::list_profiles(database)) {
    for (const store::Batch& batch : store::batches(database, profile.profile)) {
      for (const Recorded& recorded : recorded_of(database, profile, batch)) {
        if (const auto problem = problem_of(beneath, archive, recorded)) {
          problems.push_back(*problem);
        }
      }
    }
  }
  return problems;
}

std::int64_t copy_archive(const fs::path& from, const fs::path& to) {
  std::int64_t copied = 0;
  const Directory source = os::DirectoryBeneath::find(from);
  if (!source) return copied;
  const os::DirectoryBeneath target = os::DirectoryBeneath::made(to);
  KeptCopies copies(target);
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    // Of a link nobody knows where it leads.
    if (entry.symlink_status().type() != fs::file_type::regular) continue;
    const fs::path name = entry.path().lexically_relative(from);
    if (name.filename().native().starts_with('.')) continue;  // half a copy
    const auto file = KeptFile::find(*source, name);
    if (!file || is_there(*file, target, name)) continue;
    copies.copy(*file, name);
    ++copied;
  }
  return copied;
}

std::vector<UnknownBatch> unknown_batches(store::Database& older, store::Database& newer) {
  const auto known = recorded_batches(older);
  std::vector<UnknownBatch> unknown;
  for (const auto& [profile, numbers] : recorded_batches(newer)) {
    const auto since = numbers.upper_bound(last_of(known, profile));
    for (auto number = since; number != numbers.end(); ++number) {
      unknown.push_back({profile, *number});
    }
  }
  return unknown;
}

std::vector<UnknownBatch> unknown_batches(store::Database& older, const fs::path& archive) {
  const auto known = recorded_batches(older);
  std::vector<UnknownBatch> unknown;
  std::error_code none;
  for (const auto& profile : fs::directory_iterator(archive, none)) {
    const std::string name = profile.path().filename().string();
    const std::int64_t last = last_of(known, name);
    for (const auto& batch : fs::directory_iterator(profile.path(), none)) {
      const std::int64_t number = number_of(batch.path());
      if (number > last) unknown.push_back({name, number});
    }
  }
  return unknown;
}

}  // namespace bursar::exporting
