#include "export/archive.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/kept_file.hpp"
#include "os/atomic_file.hpp"
#include "store/batches.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> problem_of(const fs::path& kept, const store::BatchFile& recorded) {
  std::error_code missing;
  if (!fs::is_regular_file(kept, missing)) return fmt::format("{} is missing", kept.string());
  if (sha256_of(kept) == recorded.sha256) return std::nullopt;
  return fmt::format("{} is not what was handed over: its SHA-256 differs", kept.string());
}

bool is_there(const fs::path& from, const fs::path& to) {
  std::error_code missing;
  return fs::file_size(to, missing) == fs::file_size(from) && !missing;
}

void copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::create_directories(to.parent_path(), failure);
  fs::permissions(to.parent_path(), fs::perms::owner_all, failure);
  os::AtomicFile copy(to);
  read_kept(from, [&](std::string_view bytes) { copy.write(bytes); });
  copy.commit();
}

// The last recorded batch of each profile, by the profile's name.
std::map<std::string, std::int64_t> last_batches(store::Database& database) {
  std::map<std::string, std::int64_t> last;
  for (const store::Profile& profile : store::list_profiles(database)) {
    last[profile.name] = store::next_batch_number(database, profile.profile) - 1;
  }
  return last;
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
  for (const store::Profile& profile : store::list_profiles(database)) {
    for (const store::Batch& batch : store::batches(database, profile.profile)) {
      const fs::path directory = archive / profile.name / std::to_string(batch.number);
      for (const store::BatchFile& file : batch.files) {
        if (const auto problem = problem_of(directory / file.name, file)) {
          problems.push_back(*problem);
        }
      }
    }
  }
  return problems;
}

std::int64_t copy_archive(const fs::path& from, const fs::path& to) {
  std::int64_t copied = 0;
  std::error_code none;
  if (!fs::is_directory(from, none)) return copied;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    if (!entry.is_regular_file()) continue;
    const fs::path target = to / entry.path().lexically_relative(from);
    if (is_there(entry.path(), target)) continue;
    copy_whole(entry.path(), target);
    ++copied;
  }
  return copied;
}

std::vector<UnknownBatch> unknown_batches(store::Database& older, store::Database& newer) {
  const auto known = last_batches(older);
  std::vector<UnknownBatch> unknown;
  for (const auto& [profile, last] : last_batches(newer)) {
    const auto found = known.find(profile);
    std::int64_t number = found == known.end() ? 0 : found->second;
    while (number < last) unknown.push_back({profile, ++number});
  }
  return unknown;
}

std::vector<UnknownBatch> unknown_batches(store::Database& older, const fs::path& archive) {
  const auto known = last_batches(older);
  std::vector<UnknownBatch> unknown;
  std::error_code none;
  for (const auto& profile : fs::directory_iterator(archive, none)) {
    const std::string name = profile.path().filename().string();
    const auto found = known.find(name);
    const std::int64_t last = found == known.end() ? 0 : found->second;
    for (const auto& batch : fs::directory_iterator(profile.path(), none)) {
      const std::int64_t number = number_of(batch.path());
      if (number > last) unknown.push_back({name, number});
    }
  }
  return unknown;
}

}  // namespace bursar::exporting
