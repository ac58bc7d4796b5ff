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
    if (descriptor < 0) fail_on_file(ErrorKind::cannot_create, "create", target, errno);
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

std::filesystem::path directory_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target, unsigned mode) : target_(std::move(target)) {
  temporary_ = directory_of(target_) / ("." + target_.filename().string() + ".tmp");
  const int descriptor = open_locked(temporary_, target_);
  if (::ftruncate(descriptor, 0) != 0 || ::fchmod(descriptor, static_cast<mode_t>(mode)) != 0) {
    const int error = errno;
    ::unlink(temporary_.c_str());
    ::close(descriptor);
    fail_on_file(ErrorKind::cannot_create, "prepare", target_, error);
  }
  writer_.emplace(descriptor, target_, buffer_size);
}

AtomicFile::~AtomicFile() {
  if (writer_ && writer_->is_open()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
  writer_->write(bytes);
}

void AtomicFile::commit() {
  writer_->sync();
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    fail_on_file(ErrorKind::io, "rename a finished file to", target_, errno);
  }
  writer_->close();
  sync_directory(directory_of(target_));
}

}  // namespace bursar::os
