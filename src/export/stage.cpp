#include "export/stage.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "error/error.hpp"
#include "export/kept_file.hpp"
#include "os/directory_beneath.hpp"
#include "os/hidden_file.hpp"
#include "os/ownership.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;
constexpr unsigned private_mode = 0600;
constexpr std::string_view end_of_marker = ".batch";
// What copies are called until they are whole.
constexpr std::string_view hidden_copy = "bursar-copy";
// Files of a batch that are synced one by one; a first batch can have thousands.
constexpr std::int64_t most_synced_alone = 8;

// Names of profiles have no "~": none of these names is the beginning of another's.
std::string prefix_of(const StagePlace& place) {
  return fmt::format(".bursar~{}~{}", place.profile, place.number);
}

fs::path manifest_of(const StagePlace& place) {
  return place.archive / manifest_name;
}

// Throws where the file system cannot say: a file that is taken for gone is never handed over.
bool is_there(const fs::path& file) {
  std::error_code failure;
  const fs::file_status status = fs::symlink_status(file, failure);
  if (status.type() == fs::file_type::not_found) return false;
  if (!failure) return true;
  throw Error(ErrorKind::io,
              fmt::format("cannot look for {}: {}", file.string(), failure.message()),
              "check the disk, then run `bursar export` again: it goes on from there");
}

[[noreturn]] void refuse_without_marker(const StagePlace& place) {
  throw Error(ErrorKind::try_later,
              fmt::format("batch {} of {} waits in {}, but that directory is not as it was left: "
                          "{} is missing",
                          place.number, place.profile, place.directory.string(),
                          place.marker().filename().string()),
              "mount the directory that belongs there; the batch is kept and goes out then, or "
              "fetch it with `bursar export --reissue`");
}

// Days may have gone by: what goes out under the batch's name must be what was recorded.
void require_as_recorded(const StagePlace& waiting, const std::vector<store::BatchFile>& files) {
  const os::DirectoryBeneath directory(waiting.directory);
  for (const store::BatchFile& file : files) {
    const fs::path name = waiting.staged(file.part).filename();
    if (!is_there(waiting.directory / name)) continue;
    const auto staged = KeptFile::find(directory, name);
    if (staged && staged->is_own() && staged->sha256() == file.sha256) continue;
    throw Error(ErrorKind::data,
                fmt::format("{}, which waits to become {}, is not the file that was recorded",
                            (waiting.directory / name).string(), file.name),
                "somebody else has changed it: remove it, then fetch the batch with `bursar export "
                "--reissue`");
  }
}

void make_archive(const fs::path& archive) {
  std::error_code failure;
  const auto removed = fs::remove_all(archive, failure);
  if (!failure && removed > 0) os::sync_directory(archive.parent_path());
  (void)os::make_directories(archive, failure);
  if (failure) {
    throw Error(ErrorKind::cannot_create,
                fmt::format("cannot create {}: {}", archive.string(), failure.message()),
                "the files handed over are kept beside the database: make sure that this user may "
                "write there");
  }
}

}  // namespace

fs::path StagePlace::staged(std::int64_t part) const {
  return directory / fmt::format("{}~{}~{}.staged", prefix_of(*this), part, token);
}

fs::path StagePlace::marker() const {
  return directory / fmt::format("{}~{}{}", prefix_of(*this), token, end_of_marker);
}

std::optional<StagePlace> waiting_place(const StagePlace& place) {
  const std::string beginning = prefix_of(place) + "~";
  std::error_code failure;
  for (fs::directory_iterator entry(place.directory, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(beginning) || !name.ends_with(end_of_marker)) continue;
    struct stat status {};
    if (::lstat(entry->path().c_str(), &status) != 0 || !os::is_own_file(status)) continue;
    StagePlace waiting = place;
    waiting.token =
        name.substr(beginning.size(), name.size() - beginning.size() - end_of_marker.size());
    return waiting;
  }
  if (!failure || failure == std::errc::no_such_file_or_directory) return std::nullopt;
  throw Error(ErrorKind::io,
              fmt::format("cannot look into {}: {}", place.directory.string(), failure.message()),
              "check the disk, then run `bursar export` again: it goes on from there");
}

Stage::Stage(StagePlace place, unsigned file_mode)
    : place_(std::move(place)), file_mode_(file_mode) {
  place_.token = os::random_digits();
  // In this order: a manifest without its marker means that the batch was handed over.
  make_archive(place_.archive);
  remove_unrecorded(place_);
  os::StagedFile marker(place_.marker(), private_mode);
  marker.finish();
}

void Stage::begin_file() {
  ++part_;
  bytes_ = 0;
  staged_.emplace(place_.staged(part_), file_mode_);
  kept_.emplace(place_.archive / fmt::format("{}.part", part_), private_mode);
  hash_.emplace();
}

void Stage::write(std::string_view bytes) {
  staged_->write(bytes);
  kept_->write(bytes);
  hash_->add(bytes);
  bytes_ += static_cast<std::int64_t>(bytes.size());
}

store::BatchFile Stage::end_file(const std::string& name, std::int64_t rows) {
  const fs::path target = place_.directory / name;
  std::error_code failure;
  if (fs::exists(fs::symlink_status(target, failure))) {
    throw Error(ErrorKind::cannot_create,
                fmt::format("{} exists already and is not Bursar's to replace", target.string()),
                "move it away, or change [file] name in the layout; nothing was handed over");
  }
  const auto durability = part_ <= most_synced_alone ? os::StagedFile::Durability::now
                                                     : os::StagedFile::Durability::later;
  staged_->finish(durability);
  kept_->finish(durability);
  const fs::path kept = kept_->path();
  staged_.reset();
  kept_.reset();
  fs::rename(kept, place_.archive / name, failure);
  if (failure) {
    throw Error(ErrorKind::io, fmt::format("cannot keep a copy of {}: {}", name, failure.message()),
                "check the disk of the database; nothing was handed over");
  }
  return {part_, name, rows, bytes_, hash_->digest()};
}

void Stage::finish(std::string_view manifest) {
  if (part_ > most_synced_alone) {
    os::sync_file_system(place_.archive);
    os::sync_file_system(place_.directory);
  }
  os::sync_directory(place_.directory);
  // Last, when everything that it speaks of is on the disk.
  os::StagedFile file(manifest_of(place_), private_mode);
  file.write(manifest);
  file.finish();
  os::sync_directory(place_.archive);
  os::sync_directory(place_.archive.parent_path());
}

void Stage::abandon() noexcept {
  staged_.reset();
  kept_.reset();
  std::error_code failure;
  fs::remove_all(place_.archive, failure);
  if (!failure) remove_unrecorded(place_);
}

void refuse_to_repeat(const StagePlace& place) {
  if (!is_there(manifest_of(place))) return;
  // What was never recorded still waits beside its marker.
  const auto waiting = waiting_place(place);
  if (waiting && is_there(waiting->staged(1))) return;
  throw Error(ErrorKind::config,
              fmt::format("{} is a batch that this database does not know: the database is older "
                          "than it, or was damaged since, and its rows would be handed over once "
                          "more",
                          place.archive.string()),
              fmt::format("`bursar restore` a backup that knows it; if nothing of it has reached "
                          "your books, remove {} and export again",
                          place.archive.string()));
}

DirectorySink::DirectorySink(fs::path directory, unsigned file_mode)
    : directory_(std::move(directory)), file_mode_(file_mode) {
  os::remove_leftovers(directory_, hidden_copy, "part");
}

void DirectorySink::begin_file() {
  ++part_;
  bytes_ = 0;
  file_.emplace(directory_ / os::hidden_name(hidden_copy, "part"), file_mode_);
}

void DirectorySink::write(std::string_view bytes) {
  file_->write(bytes);
  bytes_ += static_cast<std::int64_t>(bytes.size());
}

store::BatchFile DirectorySink::end_file(const std::string& name, std::int64_t rows) {
  file_->finish();
  const fs::path written = file_->path();
  file_.reset();
  std::error_code failure;
  // A copy of before is ours to replace; anything else is not.
  if (name.starts_with(copy_mark)) fs::remove(directory_ / name, failure);
  try {
    os::place_new(written, directory_ / name);
  } catch (const Error&) {
    fs::remove(written, failure);
    throw;
  }
  os::sync_directory(directory_);
  return {part_, name, rows, bytes_, {}};
}

std::vector<fs::path> publish(const StagePlace& place, const std::vector<store::BatchFile>& files) {
  if (!is_there(place.marker())) refuse_without_marker(place);
  std::vector<fs::path> placed;
  for (const store::BatchFile& file : files) {
    const fs::path staged = place.staged(file.part);
    if (!is_there(staged)) continue;
    const fs::path target = place.directory / file.name;
    os::place_new(staged, target);
    placed.push_back(target);
  }
  os::sync_directory(place.directory);
  return placed;
}

Recovered publish_waiting(const StagePlace& place, const std::vector<store::BatchFile>& files) {
  const auto waiting = waiting_place(place);
  if (!waiting) refuse_without_marker(place);
  require_as_recorded(*waiting, files);
  return {*waiting, publish(*waiting, files)};
}

void remove_marker(const StagePlace& place) noexcept {
  std::error_code failure;
  fs::remove(place.marker(), failure);
}

void remove_unrecorded(const StagePlace& place) noexcept {
  std::error_code failure;
  const std::string prefix = prefix_of(place);
  for (fs::directory_iterator entry(place.directory, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    const bool own = name.starts_with(prefix + "~");
    std::error_code ignored;
    if (own) fs::remove(entry->path(), ignored);
  }
}

}  // namespace bursar::exporting
