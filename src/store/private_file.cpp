#include "store/private_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"
#include "os/descriptor.hpp"
#include "os/ownership.hpp"

namespace bursar::store {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const char* what) {
  throw Error(
      ErrorKind::cannot_create, fmt::format("{} {}", file.string(), what),
      "find out who has put it there; the database is a file of the user running bursar, in "
      "a directory that nobody else may write to");
}

// Hard links are not counted: a restore that is killed leaves the database under two names.
void require_ours(int descriptor, const std::filesystem::path& file) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    refuse(file, "is not a regular file");
  }
  const uid_t user = ::geteuid();
  if (user != 0 && status.st_uid != user) refuse(file, "belongs to another user");
}

// SQLite opens what it finds under these names.
void refuse_link(const std::filesystem::path& file) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) != 0) return;
  if (!S_ISREG(status.st_mode) || status.st_nlink > 1) refuse(file, "is a link, or no file at all");
}

}  // namespace

void create_private_file(const std::filesystem::path& file) {
  constexpr mode_t owner_only = 0600;
  constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  os::Descriptor opened(::open(file.c_str(), flags | O_CREAT | O_EXCL, owner_only));
  if (opened.is_open()) os::give_to_owner_above(file, opened.get());
  if (!opened.is_open() && errno == EEXIST) opened = os::Descriptor(::open(file.c_str(), flags));
  if (!opened.is_open()) {
    const std::string reason =
        errno == ELOOP ? "it is a symbolic link" : std::generic_category().message(errno);
    throw Error(ErrorKind::cannot_create,
                fmt::format("the database {} cannot be opened: {}", file.string(), reason),
                "check that its directory exists and that the user running bursar may write to it; "
                "`database` names the file itself, not a link to it");
  }
  require_ours(opened.get(), file);
  for (const char* suffix : {"-wal", "-shm", "-journal"}) refuse_link(file.string() + suffix);
}

}  // namespace bursar::store
