#include "os/ownership.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bursar::os {
namespace {

namespace fs = std::filesystem;

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

fs::path above(const fs::path& path) {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

}  // namespace

void give_to_owner(int directory, int made) noexcept {
  struct stat owner {};
  if (::geteuid() != 0 || ::fstat(directory, &owner) != 0 || owner.st_uid == 0) return;
  // Where the file system knows no owners there is none to be wrong either.
  if (::fchown(made, owner.st_uid, owner.st_gid) != 0) errno = 0;
}

void give_to_owner_above(const fs::path& made_path, int made) noexcept {
  if (::geteuid() != 0) return;
  const Descriptor directory(::open(above(made_path).c_str(), directory_flags));
  if (directory.is_open()) give_to_owner(directory.get(), made);
}

Descriptor open_or_make(const fs::path& file) {
  constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  constexpr mode_t owner_only = 0600;
  Descriptor made(::open(file.c_str(), flags | O_CREAT | O_EXCL, owner_only));
  if (made.is_open()) {
    give_to_owner_above(file, made.get());
    return made;
  }
  return errno == EEXIST ? Descriptor(::open(file.c_str(), flags)) : std::move(made);
}

bool make_directories(const fs::path& directory, std::error_code& failure) {
  failure.clear();
  if (directory.empty() || fs::is_directory(directory, failure)) return false;
  failure.clear();
  if (directory.has_parent_path() && directory.parent_path() != directory) {
    (void)make_directories(directory.parent_path(), failure);
    if (failure) return false;
  }
  constexpr mode_t private_directory = 0700;
  if (::mkdir(directory.c_str(), private_directory) != 0) {
    // Another process may have been quicker.
    const int error = errno;
    if (!fs::is_directory(directory, failure)) failure = {error, std::generic_category()};
    return false;
  }
  const Descriptor made(::open(directory.c_str(), directory_flags | O_NOFOLLOW));
  if (made.is_open()) give_to_owner_above(directory, made.get());
  return true;
}

}  // namespace bursar::os
