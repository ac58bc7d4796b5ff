#include "store/copy.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "error/error.hpp"
#include "os/descriptor_writer.hpp"
#include "os/hidden_file.hpp"
#include "store/connection.hpp"
#include "store/migrate.hpp"
#include "store/sqlite_error.hpp"
#include "text/token_like.hpp"

namespace bursar::store {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const char* suffix) {
  return file.string() + suffix;
}

fs::path directory_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

void rename_over(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  if (!failure) return;
  throw Error(ErrorKind::cannot_create,
              fmt::format("cannot write {}: {}", to.string(), failure.message()),
              "make sure that the directory exists and that this user may write there");
}

// A copy has all its pages in one file: it can be moved, hashed and opened from a read-only disk.
void write_copy(SQLite::Database& database, const fs::path& part) {
  SQLite::Database target = connect(part, SQLite::OPEN_READWRITE);
  SQLite::Backup backup(target, database);
  backup.executeStep(-1);
  target.exec("PRAGMA journal_mode = DELETE");
}

// Looked at before it takes a name: a copy of something damaged must replace no good one.
void require_sound(const fs::path& part, const fs::path& source) {
  SQLite::Database copied = connect(part, SQLite::OPEN_READONLY);
  const std::string finding = copied.execAndGet("PRAGMA quick_check(1)").getString();
  if (finding == "ok") return;
  throw Error(
      ErrorKind::io, fmt::format("{} is damaged: {}", source.string(), finding),
      "nothing was copied, and copies of before are as they were: `bursar restore` puts the "
      "newest good one in the place of the database");
}

// Brings what is in the log into the database itself.
void fold_log(const fs::path& file) {
  std::error_code none;
  if (!fs::exists(file, none) || !fs::exists(beside(file, "-wal"), none)) return;
  at_border(file, [&] {
    try {
      SQLite::Database database = connect(file, SQLite::OPEN_READWRITE);
      const bool in_use = database.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt() != 0;
      if (!in_use) return;
    } catch (const SQLite::Exception& exception) {
      const int code = exception.getErrorCode() & 0xFF;
      if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return;  // nothing to be kept whole
      throw;
    }
    throw Error(ErrorKind::try_later, fmt::format("another process is reading {}", file.string()),
                "wait for it to end, then try again; nothing was restored");
  });
}

// The file that a copy is written to: new, hidden beside its place, removed unless it was renamed.
// What killed attempts left goes with it.
class Part {
 public:
  explicit Part(const fs::path& copy) : path_(directory_of(copy)) {
    const std::string name = copy.filename().string();
    for (const char* ending : {"part", "part-journal", "part-wal", "part-shm"}) {
      (void)os::remove_leftovers(path_, name, ending);
    }
    path_ /= os::hidden_name(name, "part");
    lock_ = os::create_new(AT_FDCWD, path_.string(), owner_only);
    if (!lock_.is_open()) {
      os::fail_on_file(ErrorKind::cannot_create, "create", copy, errno);
    }
    (void)::flock(lock_.get(), LOCK_EX | LOCK_NB);  // others see that it is not left over
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  ~Part() {
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
      fs::remove(beside(path_, suffix), ignored);
    }
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  static constexpr mode_t owner_only = 0600;
  fs::path path_;
  os::Descriptor lock_;
};

}  // namespace

void copy_database(SQLite::Database& database, const fs::path& copy) {
  std::error_code ignored;
  const Part file(copy);
  const fs::path& part = file.path();
  at_border(copy, [&] {
    write_copy(database, part);
    require_sound(part, database.getFilename());
  });
  // The log of a file that had this name before would be taken for the copy's own.
  for (const char* suffix : {"-wal", "-shm", "-journal"}) fs::remove(beside(copy, suffix), ignored);
  rename_over(part, copy);
  os::sync_directory(directory_of(copy));
}

void copy_database(Database& database, const fs::path& copy) {
  copy_database(database.connection(), copy);
}

void copy_database_file(const fs::path& file, const fs::path& copy) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) {
    throw Error(ErrorKind::config,
                fmt::format("there is no file {}", text::named_file(file.string(), "FILE")),
                "name a file that `bursar backup` made");
  }
  at_border(file, [&] {
    SQLite::Database source = connect(file, SQLite::OPEN_READONLY);
    if (source.execAndGet("PRAGMA application_id").getInt() != application_id) {
      throw Error(ErrorKind::config,
                  fmt::format("{} is a SQLite database, but not one of Bursar's", file.string()),
                  "name a file that `bursar backup` made");
    }
    check_schema(source, file, known_migrations());
    copy_database(source, copy);
  });
}

void replace_database_file(const fs::path& fresh, const fs::path& file, const fs::path& kept) {
  // What is in a log only must not be missing if this ends halfway.
  fold_log(fresh);
  fold_log(file);
  // A log of the old database beside the new one would be taken for its own.
  for (const char* suffix : {"-wal", "-shm"}) {
    std::error_code missing;
    fs::rename(beside(file, suffix), beside(kept, suffix), missing);
  }
  // A second name first, then a rename over: at no moment is there no database, which the next run
  // would take for a beginning.
  if (::link(file.c_str(), kept.c_str()) != 0 && errno != ENOENT) {
    throw Error(
        ErrorKind::io,
        fmt::format("cannot keep {} as {}: {}", file.string(), kept.string(), std::strerror(errno)),
        "nothing was restored; move it away yourself, then try again");
  }
  rename_over(fresh, file);
  os::sync_directory(directory_of(file));
}

}  // namespace bursar::store
