#include "os/instance_lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"
#include "os/descriptor.hpp"
#include "os/hidden_file.hpp"
#include "os/ownership.hpp"
#include "os/stop_request.hpp"

namespace bursar::os {
namespace {

// What the holder wrote into its lock file: "process 123", or nothing legible.
std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  std::string pid;
  for (ssize_t i = 0; i < size; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') break;
    pid += c;
  }
  return pid.empty() ? "another process" : "process " + pid;
}

[[noreturn]] void refuse_lock(bool taken, int descriptor, const std::filesystem::path& file,
                              int error) {
  if (taken) {
    throw Error(ErrorKind::try_later, fmt::format("{} holds {}", holder(descriptor), file.string()),
                "wait until it has ended, then try again; --wait does that");
  }
  throw Error(ErrorKind::io, fmt::format("cannot lock {}: {}", file.string(), std::strerror(error)),
              "put the database on a file system that supports locks");
}

// The file stays between runs, so that all of them lock the same one. One that somebody else has
// put there is not written to.
Descriptor open_lock_file(const std::filesystem::path& file) {
  Descriptor opened = open_or_make(file);
  if (!opened.is_open() && errno != ELOOP) {
    throw Error(
        ErrorKind::cannot_create,
        fmt::format("cannot open the lock file {}: {}", file.string(), std::strerror(errno)),
        "make sure that its directory exists and that this user may write there");
  }
  struct stat status {};
  const bool is_ours =
      opened.is_open() && ::fstat(opened.get(), &status) == 0 && is_own_file(status);
  if (is_ours) return opened;
  throw Error(
      ErrorKind::cannot_create,
      fmt::format("the lock file {} is not one of ours: it is a link, has a second name, or "
                  "belongs to another user",
                  file.string()),
      "find out who has put it there, then remove it");
}

bool has_name(int descriptor, const std::filesystem::path& file) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(file.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

InstanceLock::InstanceLock(const std::filesystem::path& file, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds step{100};
  while (true) {
    Descriptor opened = open_lock_file(file);
    if (::flock(opened.get(), LOCK_EX | LOCK_NB) == 0) {
      // Somebody may have removed or exchanged the file meanwhile: a lock on what has no name keeps
      // nobody out.
      if (!has_name(opened.get(), file)) continue;
      descriptor_ = opened.release();
      break;
    }
    if (errno == EINTR) continue;
    const bool taken = errno == EWOULDBLOCK;
    if (taken && patience > patience.zero() && !stop_requested()) {
      std::this_thread::sleep_for(step);
      patience -= step;
      continue;
    }
    refuse_lock(taken, opened.get(), file, errno);
  }
  // For people and for the message above; the lock itself does not depend on it.
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(descriptor_, 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor_, pid.data(), pid.size(), 0);
  }
}

InstanceLock::~InstanceLock() {
  if (descriptor_ < 0) return;
  [[maybe_unused]] const int emptied = ::ftruncate(descriptor_, 0);
  ::close(descriptor_);
}

}  // namespace bursar::os
