#include "os/atomic_file.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::os {
namespace {

constexpr std::size_t buffer_size = 1 << 16;

[[noreturn]] void fail(ErrorKind kind, const char* doing, const std::filesystem::path& file,
                       int error) {
  const char* next = "make sure that the directory exists and that this user may write there";
  if (kind == ErrorKind::io) next = "check the disk";
  if (error == ENOSPC || error == EDQUOT) next = "free some space on that disk, then try again";
  throw Error(kind, fmt::format("cannot {} {}: {}", doing, file.string(), std::strerror(error)),
              next);
}

bool is_same_file(int descriptor, const std::filesystem::path& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

// The name of the temporary is fixed, so that what a killed process left is used again rather than
// piled up; the lock keeps two processes from writing the same one. Returns a locked descriptor of
// the file that `temporary` names at this moment.
int open_locked(const std::filesystem::path& temporary, const std::filesystem::path& target) {
  while (true) {
    const int descriptor =
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) fail(ErrorKind::cannot_create, "create", target, errno);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int error = errno;
      ::close(descriptor);
      if (error == EINTR) continue;
      throw Error(ErrorKind::try_later,
                  fmt::format("another process is writing {}", target.string()),
                  "wait until it has ended, then try again");
    }
    // Another process may have renamed or removed the file between open and lock.
    if (is_same_file(descriptor, temporary)) return descriptor;
    ::close(descriptor);
  }
}

void sync_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(ErrorKind::io, "open", directory, errno);
  const int result = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  // Some network file systems cannot sync directories; the rename has happened all the same.
  if (result != 0 && error != EINVAL) fail(ErrorKind::io, "sync", directory, error);
}

std::filesystem::path directory_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target, unsigned mode) : target_(std::move(target)) {
  temporary_ = directory_of(target_) / ("." + target_.filename().string() + ".tmp");
  descriptor_ = open_locked(temporary_, target_);
  if (::ftruncate(descriptor_, 0) != 0 || ::fchmod(descriptor_, static_cast<mode_t>(mode)) != 0) {
    const int error = errno;
    ::unlink(temporary_.c_str());
    ::close(std::exchange(descriptor_, -1));
    fail(ErrorKind::cannot_create, "prepare", target_, error);
  }
  buffer_.reserve(buffer_size);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::unlink(temporary_.c_str());
  ::close(descriptor_);
}

void AtomicFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= buffer_size) flush();
}

void AtomicFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(ErrorKind::io, "write", target_, errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void AtomicFile::commit() {
  flush();
  if (::fsync(descriptor_) != 0) fail(ErrorKind::io, "write", target_, errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    fail(ErrorKind::io, "rename a finished file to", target_, errno);
  }
  ::close(std::exchange(descriptor_, -1));
  sync_directory(directory_of(target_));
}

}  // namespace bursar::os
