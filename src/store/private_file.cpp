#include "store/private_file.hpp"

#include <cerrno>
#include <system_error>

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

}  // namespace

void create_private_file(const std::filesystem::path& file) {
  const os::Descriptor opened = os::open_or_make(file);
  if (!opened.is_open()) {
    const std::string reason =
        errno == ELOOP ? "it is a symbolic link" : std::generic_category().message(errno);
    throw Error(ErrorKind::cannot_create,
                fmt::format("the database {} cannot be opened: {}", file.string(), reason),
                "check that its directory exists and that the user running bursar may write to it; "
                "`database` names the file itself, not a link to it");
  }
  require_ours(opened.get(), file);
}

}  // namespace bursar::store
