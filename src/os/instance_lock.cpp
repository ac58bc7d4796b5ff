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

}  // namespace

InstanceLock::InstanceLock(const std::filesystem::path& file, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds step{100};
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    throw Error(
        ErrorKind::cannot_create,
        fmt::format("cannot open the lock file {}: {}", file.string(), std::strerror(errno)),
        "make sure that its directory exists and that this user may write there");
  }
  while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    const bool taken = errno == EWOULDBLOCK;
    if (taken && patience > patience.zero() && !stop_requested()) {
      std::this_thread::sleep_for(step);
      patience -= step;
      continue;
    }
    const std::string what =
        taken ? fmt::format("{} holds {}", holder(descriptor_), file.string())
              : fmt::format("cannot lock {}: {}", file.string(), std::strerror(errno));
    ::close(descriptor_);
    descriptor_ = -1;
    if (taken)
      throw Error(ErrorKind::try_later, what,
                  "wait until it has ended, then try again; --wait does that");
    throw Error(ErrorKind::io, what, "put the database on a file system that supports locks");
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
