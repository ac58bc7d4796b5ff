#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "config/locations.hpp"
#include "error/error.hpp"
#include "export/archive.hpp"
#include "export/export.hpp"
#include "os/ownership.hpp"
#include "receipts/archive_copy.hpp"
#include "receipts/index_file.hpp"
#include "store/batches.hpp"
#include "store/copy.hpp"
#include "store/integrity.hpp"
#include "store/profiles.hpp"
#include "store/receipts.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::string file;
  bool accept_repeats = false;
};

// "20261125T031500Z": sorts by time and is a name on every file system.
std::string stamp(ledger::Instant now) {
  std::string text = ledger::format_rfc3339(now).substr(0, 19);
  std::erase(text, '-');
  std::erase(text, ':');
  return text + "Z";
}

void require_sound(store::Database& database, const fs::path& file) {
  const std::vector<std::string> damages = store::damages(database);
  if (damages.empty()) return;
  throw Error(ErrorKind::io, fmt::format("{} is damaged: {}", file.string(), damages.front()),
              "take another backup; the database in use was left as it is");
}

// Before anything is copied, so that a backup never looks better than what it was made of.
void require_whole_archive(store::Database& database, const fs::path& archive) {
  const std::vector<std::string> problems = exporting::archive_problems(database, archive);
  if (problems.empty()) return;
  std::string what = problems.front();
  if (problems.size() > 1) what += fmt::format(", and {} more", problems.size() - 1);
  throw Error(ErrorKind::data, what, "get these files from an earlier backup, then try again");
}

// Receipts lie beside a backup, wherever those in use lie.
fs::path receipts_of(const fs::path& backup) {
  return backup.string() + ".receipts";
}

// Brings the receipts in `to` to what the database has recorded, with their index. One that is lost
// is no reason to copy nothing: what is there is copied, and the rest is said. Returns how many
// were copied; nothing where some are lost.
std::optional<std::int64_t> copy_receipts(store::Database& database, const config::Config& config,
                                          const fs::path& from, const fs::path& to,
                                          Invocation& invocation) {
  if (!store::Receipts(database).any_archived()) return 0;
  const fs::path aside = fmt::format("{}.replaced-{}", to.string(), stamp(invocation.clock.now()));
  const receipts::ArchiveCopy copy = receipts::copy_archive(database, from, to, aside);
  const auto zone = ledger::TimeZone::find(config.time_zone.value);
  receipts::write_index(database, *zone, receipts::Archive(to, false));
  if (copy.problems.empty()) return copy.copied;
  std::string what = copy.problems.front();
  if (copy.problems.size() > 1) what += fmt::format(", and {} more", copy.problems.size() - 1);
  invocation.output.warning(fmt::format(
      "receipts: {}. All else is copied and checked; `bursar receipts` fetches again what the "
      "platform still has",
      what));
  return std::nullopt;
}

int back_up(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  store::Database database = open_to_look(config);
  const fs::path file = flags.file.empty()
                            ? fs::path(fmt::format("{}.backup-{}", database.file().string(),
                                                   stamp(invocation.clock.now())))
                            : fs::path(flags.file);
  std::error_code missing;
  if (fs::equivalent(file, database.file(), missing)) {
    throw Error(ErrorKind::usage, fmt::format("{} is the database itself", file.string()),
                "name another file");
  }
  require_whole_archive(database, exporting::archive_of(database.file()));
  // The archive after the database: what the copy has recorded was archived before.
  store::copy_database(database, file);
  store::Database copy(file, store::OpenMode::read_only);
  const std::int64_t files =
      exporting::copy_archive(exporting::archive_of(database.file()), exporting::archive_of(file));
  require_whole_archive(copy, exporting::archive_of(file));
  const auto receipts = copy_receipts(copy, config, config::receipts_directory(config),
                                      receipts_of(file), invocation);
  invocation.output.event({{"type", "backup"},
                           {"database", file.string()},
                           {"archive", exporting::archive_of(file).string()},
                           {"files_copied", files},
                           {"receipts", receipts_of(file).string()},
                           {"receipts_copied", receipts.value_or(0)},
                           {"whole", receipts.has_value()}});
  invocation.output.note(
      fmt::format("{} with its batches and receipts: written and checked", file.string()));
  return receipts ? exit_done : exit_partly_done;
}

// The database in use, where there is one that can be read.
std::optional<store::Database> present_database(const fs::path& file) {
  try {
    return store::Database(file, store::OpenMode::read_only);
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Where files are written is the configuration's to say, whatever stands in a backup.
void require_configured_directories(store::Database& backup, const config::Config& config) {
  for (const store::Profile& profile : store::list_profiles(backup)) {
    for (const store::Batch& batch : store::staged_batches(backup, profile.profile)) {
      for (const config::ProfileConfig& configured : config.profiles) {
        if (configured.name != profile.name) continue;
        exporting::require_configured_directory(batch, profile.name, configured.directory);
      }
    }
  }
}

std::vector<exporting::UnknownBatch> batches_since(store::Database& backup, const fs::path& file) {
  if (auto present = present_database(file)) return exporting::unknown_batches(backup, *present);
  return exporting::unknown_batches(backup, exporting::archive_of(file));
}

// A backup that does not know of a batch would hand its rows over once more.
void refuse_repeats(const std::vector<exporting::UnknownBatch>& since, const fs::path& file) {
  if (since.empty()) return;
  const auto& first = since.front();
  throw Error(
      ErrorKind::config,
      fmt::format("since this backup was made {} {} handed over (first: {}, batch {}): after "
                  "restoring it their rows would be handed over once more",
                  since.size(), since.size() == 1 ? "batch was" : "batches were", first.profile,
                  first.number),
      fmt::format("restore a later backup, or take back in the accounting software what these "
                  "batches brought (their files are in {}) and add --accept-repeats",
                  exporting::archive_of(file).string()));
}

// Batches that the restored database does not know: their numbers will be given again.
void set_aside(const std::vector<exporting::UnknownBatch>& since, const fs::path& archive,
               const fs::path& aside) {
  for (const exporting::UnknownBatch& batch : since) {
    const fs::path place = fs::path(batch.profile) / std::to_string(batch.number);
    std::error_code failure;
    (void)os::make_directories((aside / place).parent_path(), failure);
    if (fs::exists(archive / place, failure)) fs::rename(archive / place, aside / place, failure);
    if (!failure) continue;
    throw Error(
        ErrorKind::io,
        fmt::format("cannot move {} away: {}", (archive / place).string(), failure.message()),
        "move it yourself, then try again");
  }
}

// What migrating an older backup kept of it: the backup itself is still there.
void remove_copies_of(const fs::path& fresh) {
  const std::string beginning = fresh.filename().string() + ".before-";
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fresh.parent_path(), ignored)) {
    if (!entry.path().filename().string().starts_with(beginning)) continue;
    fs::remove(entry.path(), ignored);
  }
}

// A second restore within the second of the first, which may have been killed.
fs::path free_name(const std::string& wanted) {
  std::error_code none;
  fs::path name = wanted;
  for (int i = 2; fs::exists(name, none); ++i) name = fmt::format("{}-{}", wanted, i);
  return name;
}

// The copy that a restore works on; removed unless it took the place of the database.
class FreshCopy {
 public:
  FreshCopy(const fs::path& from, fs::path file) : file_(std::move(file)) {
    store::copy_database_file(from, file_);
  }
  FreshCopy(const FreshCopy&) = delete;
  FreshCopy& operator=(const FreshCopy&) = delete;
  ~FreshCopy() {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file_.string() + suffix, ignored);
    remove_copies_of(file_);
  }
  [[nodiscard]] const fs::path& file() const { return file_; }

 private:
  fs::path file_;
};

int restore(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  const fs::path file = config.database.value;
  const os::InstanceLock lock(fs::path(file.string() + ".lock"),
                              std::chrono::seconds(config.wait_seconds.value));
  const FreshCopy fresh(flags.file, file.string() + ".restoring");
  std::vector<exporting::UnknownBatch> since;
  bool is_whole = true;
  {
    store::Database backup(fresh.file(),
                           store::OpenMode::read_write);  // an older one is migrated here
    require_sound(backup, flags.file);
    require_configured_directories(backup, config);
    const fs::path kept = exporting::archive_of(flags.file);
    std::error_code none;
    require_whole_archive(backup,
                          fs::is_directory(kept, none) ? kept : exporting::archive_of(file));
    since = batches_since(backup, file);
    if (!flags.accept_repeats) refuse_repeats(since, file);
    is_whole = copy_receipts(backup, config, receipts_of(flags.file),
                             config::receipts_directory(config), invocation)
                   .has_value();
  }
  remove_copies_of(fresh.file());
  const fs::path replaced =
      free_name(fmt::format("{}.replaced-{}", file.string(), stamp(invocation.clock.now())));
  set_aside(since, exporting::archive_of(file), exporting::archive_of(replaced));
  exporting::copy_archive(exporting::archive_of(flags.file), exporting::archive_of(file));
  store::replace_database_file(fresh.file(), file, replaced);
  invocation.output.event({{"type", "restored"},
                           {"database", file.string()},
                           {"from", flags.file},
                           {"replaced", replaced.string()},
                           {"whole", is_whole}});
  invocation.output.note(fmt::format("{} is as {} was; what was there before is {}", file.string(),
                                     flags.file, replaced.string()));
  return is_whole ? exit_done : exit_partly_done;
}

}  // namespace

void add_backup(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "backup", "Copy the database with its archives of batches and receipts, and check them");
  command.add_option("FILE", flags->file,
                     "Where to; the database's name with date and time if left out");
  command.footer("Example:\n  bursar backup /mnt/backups/bursar.db");
  command.action([flags](Invocation& invocation) { return back_up(invocation, *flags); });
}

void add_restore(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "restore", "Put a checked backup in the place of the database, which is kept beside it");
  command.add_option("FILE", flags->file, "What `bursar backup` wrote").required();
  command.add_flag("--accept-repeats", flags->accept_repeats,
                   "Restore although batches were handed over since: their rows come once more");
  command.footer("Example:\n  bursar restore /mnt/backups/bursar.db");
  command.action([flags](Invocation& invocation) { return restore(invocation, *flags); });
}

}  // namespace bursar::cli
