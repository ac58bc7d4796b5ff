#include "store/connection.hpp"

#include <array>
#include <cerrno>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"
#include "os/descriptor.hpp"

namespace bursar::store {
namespace {

[[noreturn]] void refuse(const std::string& file, const char* what) {
  throw Error(ErrorKind::cannot_create, fmt::format("{} {}", file, what),
              "find out who has put it there and move it away; bursar makes none like it");
}

// Whether a rollback journal names a file besides: what it ends with then (SQLite's file format,
// "The Rollback Journal").
bool names_another_file(int journal, off_t size) {
  constexpr std::array<unsigned char, 8> magic{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
  std::array<unsigned char, magic.size()> end{};
  constexpr auto length = static_cast<off_t>(magic.size());
  return size >= length && ::pread(journal, end.data(), end.size(), size - length) == length &&
         end == magic;
}

// SQLite opens what it finds under these names without being asked: a pipe would be waited at, and
// what a link names be written to.
void refuse_link(const std::string& file) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) != 0) return;
  if (!S_ISREG(status.st_mode) || status.st_nlink > 1) refuse(file, "is a link, or no file at all");
}

// A journal of several databases makes SQLite delete the file that it names, wherever that lies.
// Bursar works on one database at a time and writes no such journal.
void refuse_journal_of_several(const std::string& file) {
  const os::Descriptor journal(
      ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!journal.is_open() && errno == ENOENT) return;
  struct stat status {};
  if (!journal.is_open() || ::fstat(journal.get(), &status) != 0) {
    refuse(file, "cannot be looked at");
  }
  if (names_another_file(journal.get(), status.st_size)) refuse(file, "names another file");
}

}  // namespace

SQLite::Database connect(const std::filesystem::path& file, int mode) {
  for (const char* suffix : {"-wal", "-shm", "-journal"}) refuse_link(file.string() + suffix);
  refuse_journal_of_several(file.string() + "-journal");
  SQLite::Database connection(file.string(), mode);
  sqlite3* const handle = connection.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  connection.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
  return connection;
}

}  // namespace bursar::store
