#include "os/staged_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::os {
namespace {

constexpr std::size_t buffer_size = 1U << 18U;

[[noreturn]] void fail(ErrorKind kind, const char* doing, const std::filesystem::path& file,
                       int error) {
  const char* next = "make sure that the directory exists and that this user may write there";
  if (kind == ErrorKind::io) next = "check the disk, then try again: nothing was handed over";
  if (error == ENOSPC || error == EDQUOT) {
    next = "free some space on that disk, then try again: nothing was handed over";
  }
  throw Error(kind, fmt::format("cannot {} {}: {}", doing, file.string(), std::strerror(error)),
              next);
}

// rename(2) without replacing, where the file system can do that at once.
int rename_new(const char* from, const char* to) {
  if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  struct stat taken {};
  if (::lstat(to, &taken) == 0) {
    errno = EEXIST;
    return -1;
  }
  return ::rename(from, to);
}

}  // namespace

StagedFile::StagedFile(std::filesystem::path path, unsigned mode) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) fail(ErrorKind::cannot_create, "create", path_, errno);
  if (::fchmod(descriptor_, static_cast<mode_t>(mode)) != 0) {
    const int error = errno;
    ::close(std::exchange(descriptor_, -1));
    fail(ErrorKind::cannot_create, "prepare", path_, error);
  }
  buffer_.reserve(buffer_size);
}

StagedFile::~StagedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void StagedFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= buffer_size) flush();
}

void StagedFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(ErrorKind::io, "write", path_, errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void StagedFile::finish(Durability durability) {
  flush();
  if (durability == Durability::now && ::fsync(descriptor_) != 0)
    fail(ErrorKind::io, "write", path_, errno);
  ::close(std::exchange(descriptor_, -1));
}

void place_new(const std::filesystem::path& staged, const std::filesystem::path& target) {
  if (rename_new(staged.c_str(), target.c_str()) == 0) return;
  const int error = errno;
  if (error != EEXIST) fail(ErrorKind::cannot_create, "rename a finished file to", target, error);
  throw Error(ErrorKind::cannot_create,
              fmt::format("{} exists already and is not Bursar's to replace", target.string()),
              "move it away, then run `bursar export` again: it goes on from there");
}

void sync_file_system(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(ErrorKind::io, "open", directory, errno);
  const int result = ::syncfs(descriptor);
  const int error = errno;
  ::close(descriptor);
  if (result != 0) fail(ErrorKind::io, "sync", directory, error);
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

}  // namespace bursar::os
