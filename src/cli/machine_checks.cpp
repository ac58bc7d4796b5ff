#include "cli/machine_checks.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cli/counted.hpp"
#include "cli/database_access.hpp"
#include "config/locations.hpp"
#include "export/archive.hpp"
#include "export/export.hpp"
#include "store/audit_memory.hpp"
#include "store/integrity.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "text/token_like.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;

void examine_file(store::Database& database, Examination& examination) {
  const std::vector<std::string> damages = store::damages(database);
  const int schema = store::schema_version(database);
  const int newest = store::known_schema_version();
  if (!damages.empty()) {
    examination.add_bad(ErrorKind::io, "database",
                        fmt::format("{}: {}", database.file().string(), fmt::join(damages, "; ")),
                        "restore a copy, or remove it and sync anew");
    return;
  }
  examination.add(
      {"database", schema == newest ? Grade::good : Grade::notice,
       fmt::format("{}, sound, schema {} of {}", database.file().string(), schema, newest),
       schema == newest ? "" : "the next sync migrates it, after making a copy"});
}

void examine_runs(store::Database& database, ledger::Instant now, Examination& examination) {
  const std::vector<store::Run> runs = store::last_runs(database, 1);
  if (runs.empty()) {
    examination.add({"last run", Grade::notice, "none so far",
                     "run `bursar sync`, and see whether the timer or cron starts it"});
    return;
  }
  const store::Run& last = runs.front();
  const bool good = last.exit_status == exit_done;
  examination.add(
      {"last run", good ? Grade::good : Grade::notice,
       fmt::format(
           "{} at {}: {}", last.command, ledger::format_rfc3339(last.started_at),
           last.exit_status ? fmt::format("exit status {}", *last.exit_status) : "did not end"),
       good ? "" : "see `bursar status`"});
  constexpr int enough = 20;
  const std::vector<store::Run> pulls = store::last_pulls(database, enough);
  const auto well = std::find_if(pulls.begin(), pulls.end(), [](const store::Run& run) {
    return run.command == "sync" && run.exit_status == exit_done;
  });
  constexpr std::int64_t ms_per_day = 24LL * 3600 * 1000;
  if (well == pulls.end()) {
    examination.add({"last good sync", Grade::notice, "none so far", "see `bursar status`"});
    return;
  }
  const std::int64_t days = (now.ms - well->started_at.ms) / ms_per_day;
  if (days < 2) return;
  examination.add({"last good sync", Grade::notice, fmt::format("{} days ago", days),
                   "nothing is lost; see whether the timer or cron starts `bursar sync`"});
}

// Evidence that the platform has been refusing: the books are not proven by it meanwhile.
void examine_evidence(store::Database& database, Examination& examination) {
  for (const store::Source& source : store::list_sources(database)) {
    for (const auto& question : store::unanswered_questions(database, source.source)) {
      examination.add({fmt::format("evidence: {}: {}", source.name, question.question),
                       Grade::notice,
                       fmt::format("not answered in {} since {}: {}", counted(question.runs, "run"),
                                   ledger::format_rfc3339(question.since), question.reason),
                       "the books are not compared by it; see whether the token lost a scope or a "
                       "role, and whether Open Collective works"});
    }
  }
}

// What was handed over, and its manifests, as the database has recorded them. Reads all of it.
void examine_archive(const fs::path& file, Examination& examination) {
  store::Database database(file, store::OpenMode::read_only);
  const fs::path archive = exporting::archive_of(file);
  const std::vector<std::string> problems = exporting::archive_problems(database, archive);
  if (problems.empty()) {
    std::error_code missing;
    if (!fs::exists(archive, missing)) return;  // nothing was handed over yet
    examination.add({"batches", Grade::good, archive.string() + ", as they were handed over", ""});
    return;
  }
  constexpr std::size_t most_told = 5;
  const std::size_t told = std::min(problems.size(), most_told);
  std::string text = fmt::format(
      "{}",
      fmt::join(problems.begin(), problems.begin() + static_cast<std::ptrdiff_t>(told), "; "));
  if (problems.size() > told) text += fmt::format("; and {} more", problems.size() - told);
  examination.add_bad(ErrorKind::data, "batches", text,
                      "find out what has changed them; get these files from an earlier backup");
}

// The nearest directory that is there.
fs::path existing(fs::path place) {
  std::error_code ignored;
  place = place.lexically_normal();
  if (!place.has_filename()) place = place.parent_path();  // one that ends in "/"
  while (!place.empty() && place != place.root_path() && !fs::exists(place, ignored)) {
    place = place.parent_path();
  }
  return place;
}

void examine_mode(const std::string& what, const fs::path& file, unsigned forbidden,
                  const char* others, Examination& examination) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return;
  const unsigned mode = status.st_mode & 07777U;
  const bool good = (mode & forbidden) == 0;
  examination.add(
      {"permissions: " + what, good ? Grade::good : Grade::notice,
       fmt::format("{} has mode {:04o}", file.string(), mode),
       good ? ""
            : fmt::format("others {}; chmod {:o} {}", others, mode & ~forbidden, file.string())});
}

void examine_writing(const std::string& what, const fs::path& place, Examination& examination) {
  if (::access(place.c_str(), W_OK) == 0) return;
  examination.add_bad(ErrorKind::cannot_create, "permissions: " + what,
                      fmt::format("this user may not write to {}", place.string()),
                      "run it as the user who owns it, or give it away with chown");
}

// Their locks are not to be relied on; nothing where the database lies on a disk of this machine.
const char* network_of(const fs::path& place) {
  struct statfs status {};
  if (::statfs(place.c_str(), &status) != 0) return nullptr;
  switch (static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL) {
    case 0x6969UL:
      return "NFS";
    case 0xFF534D42UL:
    case 0xFE534D42UL:
    case 0x517BUL:
      return "SMB";
    case 0x01021997UL:
      return "9p";
    default:
      return nullptr;
  }
}

void examine_file_system(const fs::path& database, Examination& examination) {
  const fs::path place = existing(fs::absolute(database).parent_path());
  const char* network = network_of(place);
  if (network == nullptr) return;
  examination.add({"disk", Grade::notice,
                   fmt::format("{} is on a network share ({})", place.string(), network),
                   "put the database on a disk of this machine: SQLite needs locks and shared "
                   "memory that shares do not give"});
}

// Files and directories that belong to somebody else than the owner of the database's directory.
struct Foreign {
  std::int64_t number = 0;
  fs::path first;
  std::vector<std::string> places;  // in which they are: the database's files, whole directories
};

// Of a place and all below it.
void look_at_owners(const fs::path& place, uid_t owner, Foreign& foreign) {
  const std::int64_t before = foreign.number;
  const auto look = [&](const fs::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || status.st_uid == owner) return;
    if (foreign.number++ == 0) foreign.first = path;
  };
  look(place);
  std::error_code failure;
  for (const auto& entry : fs::recursive_directory_iterator(
           place, fs::directory_options::skip_permission_denied, failure)) {
    look(entry.path());
  }
  if (foreign.number > before) foreign.places.push_back(place.string());
}

// What another user has made, root above all, the one who keeps the books cannot work with.
void examine_owners(const fs::path& database, const std::vector<fs::path>& directories,
                    Examination& examination) {
  struct stat status {};
  const fs::path home = existing(fs::absolute(database).parent_path());
  if (::stat(home.c_str(), &status) != 0) return;
  Foreign foreign;
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    look_at_owners(database.string() + suffix, status.st_uid, foreign);
  }
  for (const fs::path& directory : directories) {
    look_at_owners(directory, status.st_uid, foreign);
  }
  if (foreign.number == 0) return;
  examination.add(
      {"owner", Grade::notice,
       fmt::format("of another user than the owner of {}: {}, {} the first", home.string(),
                   counted(foreign.number, "file"), foreign.first.string()),
       fmt::format("chown -R --reference={} {}", home.string(), fmt::join(foreign.places, " "))});
}

}  // namespace

void examine_database(const config::Config& config, ledger::Instant now, Examination& examination) {
  const fs::path file = config.database.value;
  if (!database_exists(config)) {
    examination.add({"database", Grade::notice,
                     text::named_file(file.string(), "database") + " is not there yet",
                     "`bursar sync` creates it"});
    return;
  }
  examination.check("database", [&] {
    store::Database database(file, store::OpenMode::read_only);
    examine_file(database, examination);
    examine_runs(database, now, examination);
    examine_evidence(database, examination);
  });
  examination.check("batches", [&] { examine_archive(file, examination); });
}

void examine_disk(const config::Config& config, Examination& examination) {
  std::set<fs::path> places{existing(fs::absolute(config.database.value).parent_path())};
  for (const config::ProfileConfig& profile : config.profiles) {
    places.insert(existing(fs::absolute(profile.directory)));
  }
  places.insert(existing(fs::absolute(config::receipts_directory(config))));
  examine_file_system(config.database.value, examination);
  for (const fs::path& place : places) {
    std::error_code error;
    const fs::space_info space = fs::space(place, error);
    if (error) continue;
    constexpr std::uintmax_t mebibyte = 1U << 20U;
    const std::string result =
        fmt::format("{} MiB free in {}", space.available / mebibyte, place.string());
    if (space.available > 256 * mebibyte) {
      examination.add({"disk", Grade::good, result, ""});
    } else {
      examination.add_bad(ErrorKind::io, "disk", result, "free some space");
    }
  }
}

void examine_permissions(const config::Config& config, Examination& examination) {
  constexpr unsigned all_of_others = 0077;
  constexpr unsigned writing_of_others = 0022;
  if (!config.file.empty()) {
    examine_mode("configuration", config.file, writing_of_others,
                 "could change what is done, and where the token goes", examination);
  }
  const fs::path database = fs::absolute(config.database.value);
  if (database_exists(config)) {
    examine_mode("database", database, all_of_others, "may read it", examination);
    examine_writing("database", database, examination);
  }
  const fs::path batches = database.string() + ".batches";
  examine_mode("batches", batches, all_of_others, "may read what was handed over", examination);
  const fs::path receipts = fs::absolute(config::receipts_directory(config));
  examine_mode("receipts", receipts, all_of_others, "may read them", examination);
  examine_writing("receipts", existing(receipts), examination);
  examine_writing("database", existing(database.parent_path()), examination);
  examine_owners(database, {batches, receipts}, examination);
  for (const config::ProfileConfig& profile : config.profiles) {
    std::error_code ignored;
    if (!fs::is_directory(profile.directory, ignored)) continue;  // said elsewhere
    examine_writing("profile " + profile.name, profile.directory, examination);
  }
}

void examine_timer(const config::Environment& environment, Examination& examination) {
  std::vector<fs::path> places{"/etc/systemd/system"};
  if (const auto home = config::variable(environment, "HOME")) {
    places.push_back(fs::path(*home) / ".config/systemd/user");
  }
  for (const fs::path& place : places) {
    const fs::path enabled = place / "timers.target.wants/bursar.timer";
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(enabled, ignored))) continue;
    examination.add({"timer", Grade::good, "bursar.timer is enabled", ""});
    return;
  }
  examination.add({"timer", Grade::notice, "bursar.timer is not enabled",
                   "systemctl enable --now bursar.timer, unless cron or somebody else starts it"});
}

}  // namespace bursar::cli
