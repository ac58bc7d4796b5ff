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
#include "os/hidden_file.hpp"

namespace bursar::os {
namespace {

constexpr std::size_t buffer_size = 1U << 18U;

// Until place_new() has been called nobody has seen the file.
constexpr std::string_view assurance = ": nothing was handed over";

[[noreturn]] void fail(ErrorKind kind, std::string_view doing, const std::filesystem::path& file,
                       int error) {
  fail_on_file(kind, doing, file, error, assurance);
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

// What lies there may be a link, or a file that has a second name: it goes, and is not written to.
int open_fresh(const std::filesystem::path& path, unsigned mode) {
  ::unlink(path.c_str());
  Descriptor file = create_new(AT_FDCWD, path.string(), static_cast<mode_t>(mode));
  if (!file.is_open()) fail(ErrorKind::cannot_create, "create", path, errno);
  return file.release();
}

}  // namespace

StagedFile::StagedFile(std::filesystem::path path, unsigned mode)
    : path_(std::move(path)), writer_(open_fresh(path_, mode), path_, buffer_size, assurance) {}

void StagedFile::write(std::string_view bytes) {
  writer_.write(bytes);
}

void StagedFile::finish(Durability durability) {
  if (durability == Durability::now) {
    writer_.sync();
  } else {
    writer_.flush();
  }
  writer_.close();
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

}  // namespace bursar::os
