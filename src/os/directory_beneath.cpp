#include "os/directory_beneath.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "error/error.hpp"
#include "os/descriptor_writer.hpp"
#include "os/ownership.hpp"

namespace bursar::os {
namespace {

namespace fs = std::filesystem;

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr mode_t private_directory = 0700;

[[noreturn]] void refuse_name(const fs::path& directory, const fs::path& name) {
  throw Error(ErrorKind::data,
              fmt::format("the name \"{}\" leads out of {}", name.string(), directory.string()),
              "take a backup that nobody else may have changed, or remove the link that stands "
              "there; nothing was written");
}

// Judged before the kernel is asked, so that the refusal is the same wherever the name leads.
void require_beneath(const fs::path& directory, const fs::path& name) {
  const bool leads_out =
      name.is_absolute() ||
      std::any_of(name.begin(), name.end(), [](const fs::path& part) { return part == ".."; });
  if (leads_out || name.native().find('\0') != std::string::npos) refuse_name(directory, name);
}

int open_resolved(int directory, const fs::path& name, int flags) {
  open_how how{};
  how.flags = static_cast<decltype(how.flags)>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, directory, name.c_str(), &how, sizeof how));
}

// For kernels before 5.6, and where a filter of system calls does not let openat2 pass.
int open_step_by_step(int directory, const fs::path& name, int flags) {
  Descriptor reached(::openat(directory, ".", directory_flags));
  const fs::path last = name.filename();
  for (const fs::path& part : name.parent_path()) {
    if (!reached.is_open()) return -1;
    reached = Descriptor(::openat(reached.get(), part.c_str(), directory_flags | O_NOFOLLOW));
  }
  if (!reached.is_open()) return -1;
  return ::openat(reached.get(), last.c_str(), flags | O_NOFOLLOW);
}

int open_beneath(int directory, const fs::path& name, int flags) {
  const int opened = open_resolved(directory, name, flags);
  if (opened >= 0 || (errno != ENOSYS && errno != EPERM)) return opened;
  return open_step_by_step(directory, name, flags);
}

bool is_missing(int error) {
  return error == ENOENT || error == ENOTDIR;
}

// A link on the way: O_NOFOLLOW says ENOTDIR of one where a directory is wanted, and that is said
// to be missing; nothing is read or written through it all the same.
bool is_way_out(int error) {
  return error == EXDEV || error == ELOOP;
}

}  // namespace

DirectoryBeneath::DirectoryBeneath(fs::path directory) : path_(std::move(directory)) {
  descriptor_ = Descriptor(::open(path_.empty() ? "." : path_.c_str(), directory_flags));
  if (!descriptor_.is_open()) fail_on_file(ErrorKind::io, "open", path_, errno);
}

DirectoryBeneath::DirectoryBeneath(Descriptor descriptor, fs::path path)
    : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

DirectoryBeneath DirectoryBeneath::made(const fs::path& directory) {
  std::error_code failure;
  (void)make_directories(directory, failure);
  if (failure) {
    fail_on_file(ErrorKind::cannot_create, "create", directory, failure.value());
  }
  return DirectoryBeneath(directory);
}

std::optional<DirectoryBeneath> DirectoryBeneath::find(const fs::path& directory) {
  Descriptor opened(::open(directory.empty() ? "." : directory.c_str(), directory_flags));
  if (opened.is_open()) return DirectoryBeneath(std::move(opened), directory);
  if (is_missing(errno)) return std::nullopt;
  fail_on_file(ErrorKind::io, "open", directory, errno);
}

std::optional<Descriptor> DirectoryBeneath::find_file(const fs::path& name) const {
  require_beneath(path_, name);
  // A FIFO must not keep the caller waiting.
  Descriptor opened(
      open_beneath(descriptor_.get(), name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!opened.is_open()) {
    const int error = errno;
    if (is_missing(error)) return std::nullopt;
    if (is_way_out(error)) refuse_name(path_, name);
    fail_on_file(ErrorKind::io, "open", path_ / name, error);
  }
  struct stat status {};
  if (::fstat(opened.get(), &status) != 0) {
    fail_on_file(ErrorKind::io, "look at", path_ / name, errno);
  }
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  return opened;
}

DirectoryBeneath DirectoryBeneath::make_below(const fs::path& name) const {
  require_beneath(path_, name);
  DirectoryBeneath reached(Descriptor(::openat(descriptor_.get(), ".", directory_flags)), path_);
  for (const fs::path& part : name) {
    if (part.empty() || part == ".") continue;
    const fs::path path = reached.path_ / part;
    const bool is_new = ::mkdirat(reached.descriptor_.get(), part.c_str(), private_directory) == 0;
    if (!is_new && errno != EEXIST) {
      fail_on_file(ErrorKind::cannot_create, "create", path, errno);
    }
    Descriptor below(
        ::openat(reached.descriptor_.get(), part.c_str(), directory_flags | O_NOFOLLOW));
    if (!below.is_open()) {
      struct stat status {};
      const int error = errno;
      const bool is_link =
          ::fstatat(reached.descriptor_.get(), part.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISLNK(status.st_mode);
      if (is_link) refuse_name(path_, name);
      fail_on_file(ErrorKind::cannot_create, "open", path, error);
    }
    if (is_new) {
      give_to_owner(reached.descriptor_.get(), below.get());
      reached.sync();
    }
    reached = DirectoryBeneath(std::move(below), path);
  }
  return reached;
}

void DirectoryBeneath::sync() const {
  // Some network file systems cannot sync directories; the rename has happened all the same.
  if (::fsync(descriptor_.get()) == 0 || errno == EINVAL) return;
  fail_on_file(ErrorKind::io, "sync", path_, errno);
}

void DirectoryBeneath::move(const fs::path& name, const DirectoryBeneath& to,
                            const fs::path& new_name) const {
  require_beneath(path_, name);
  require_beneath(to.path_, new_name);
  const DirectoryBeneath target = to.make_below(new_name.parent_path());
  const fs::path parent = name.parent_path();
  const Descriptor source(
      open_beneath(descriptor_.get(), parent.empty() ? "." : parent, directory_flags));
  if (source.is_open() && ::renameat(source.get(), name.filename().c_str(), target.descriptor(),
                                     new_name.filename().c_str()) == 0) {
    return;
  }
  const int error = errno;
  if (is_way_out(error)) refuse_name(path_, name);
  throw Error(ErrorKind::io,
              fmt::format("cannot move {} away: {}", (path_ / name).string(),
                          std::generic_category().message(error)),
              "move it yourself, then try again");
}

}  // namespace bursar::os
