#include "store/sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace bursar::store {
namespace {

Error damaged(const std::string& file, const std::string& detail) {
  return {ErrorKind::io, fmt::format("{} is damaged or is not a database: {}", file, detail),
          fmt::format("move it away and put your newest backup in its place (copies made before "
                      "migrations are named {}.before-NNNN); without a backup, start with an "
                      "empty database and run `bursar backfill`",
                      file)};
}

// Locks and shared memory are what network shares do otherwise, or not at all.
bool is_of_the_file_system(int extended_code) {
  switch (extended_code) {
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_UNLOCK:
    case SQLITE_IOERR_RDLOCK:
    case SQLITE_IOERR_CHECKRESERVEDLOCK:
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMLOCK:
    case SQLITE_IOERR_SHMMAP:
    case SQLITE_PROTOCOL:
      return true;
    default:
      return false;
  }
}

}  // namespace

Error translate(const SQLite::Exception& exception, const std::filesystem::path& path) {
  constexpr int primary_code_mask = 0xFF;
  const std::string file = path.string();
  const std::string detail = exception.what();
  // One that was made without a connection has its code in the first place alone.
  if (is_of_the_file_system(exception.getExtendedErrorCode()) ||
      is_of_the_file_system(exception.getErrorCode())) {
    return {ErrorKind::io,
            fmt::format("the file system of {} does not do what a database needs (locks, shared "
                        "memory): {}",
                        file, detail),
            "put the database on a disk of this machine: network shares do not do; `bursar doctor` "
            "tells what kind of file system it is"};
  }
  switch (exception.getErrorCode() & primary_code_mask) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return damaged(file, detail);
    case SQLITE_FULL:
      return {ErrorKind::io, fmt::format("the disk is full: {} could not be written", file),
              "make room on the file system of the database and run again; what was committed "
              "before is safe"};
    case SQLITE_IOERR:
      return {ErrorKind::io, fmt::format("reading or writing {} failed: {}", file, detail),
              "check the disk (full? failing? quota?) and run again; what was committed before "
              "is safe"};
    case SQLITE_NOMEM:
      return {ErrorKind::io, fmt::format("no memory left while working on {}", file),
              "free memory or raise the service's memory limit and run again"};
    case SQLITE_INTERRUPT:
      return {ErrorKind::try_later, "stopped as asked", "run again: nothing was left half done"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::try_later, fmt::format("another process is using {}: {}", file, detail),
              "wait for it to end, or close the tool that holds a transaction open, and run again"};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorKind::cannot_create,
              fmt::format("{} cannot be opened or written: {}", file, detail),
              "check that its directory exists and that the user running bursar may write both "
              "the file and the directory"};
    case SQLITE_TOOBIG:
      return {ErrorKind::data, fmt::format("a value is too large to store in {}", file),
              "report this: no field of the platform is that large"};
    case SQLITE_ERROR:
      if (detail.find("integer overflow") != std::string::npos) {
        return {
            ErrorKind::data, fmt::format("a sum in {} is beyond all money", file),
            "an amount in it is none: somebody else has changed it; restore a backup that nobody "
            "else can have changed"};
      }
      [[fallthrough]];
    default:
      return {ErrorKind::bug, fmt::format("an operation on {} failed: {}", file, detail),
              "report this as a bug, with this message; the database is unchanged by the failed "
              "transaction"};
  }
}

}  // namespace bursar::store
