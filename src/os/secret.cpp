#include "os/secret.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::os {

Secret::Secret(std::string_view text) {
  if (text.empty()) return;
  // Pages of its own: a lock and a core dump exclusion cover whole pages, and unmapping returns
  // the memory to the system instead of to the next allocation.
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t size = (text.size() + page - 1) / page * page;
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw Error(ErrorKind::io,
                std::string("cannot get memory for the access token: ") + std::strerror(errno),
                "free some memory and run again");
  }
  // Best effort: a small RLIMIT_MEMLOCK is no reason not to run.
  (void)mlock(memory, size);
  (void)madvise(memory, size, MADV_DONTDUMP);
  data_ = static_cast<char*>(memory);
  mapped_ = size;
  size_ = text.size();
  std::memcpy(data_, text.data(), text.size());
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    mapped_ = std::exchange(other.mapped_, 0);
  }
  return *this;
}

Secret::~Secret() {
  release();
}

void Secret::release() noexcept {
  if (data_ == nullptr) return;
  explicit_bzero(data_, mapped_);
  munmap(data_, mapped_);
  data_ = nullptr;
  size_ = 0;
  mapped_ = 0;
}

void wipe(std::string& text) noexcept {
  // Up to the capacity: a text that was longer before leaves its end there.
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace bursar::os
