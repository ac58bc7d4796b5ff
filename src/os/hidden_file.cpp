#include "os/hidden_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "os/descriptor_writer.hpp"
#include "os/ownership.hpp"

namespace bursar::os {
namespace {

constexpr std::size_t digits_of_a_name = 16;

std::uint64_t random_number() {
  std::uint64_t number = 0;
  while (::getrandom(&number, sizeof number, 0) != sizeof number) {
    if (errno != EINTR) fail_on_file(ErrorKind::io, "read", "the system's random numbers", errno);
  }
  return number;
}

bool is_hexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_hidden_name(std::string_view name, std::string_view beginning, std::string_view ending) {
  const std::string head = fmt::format(".{}.", beginning);
  const std::string tail = fmt::format(".{}", ending);
  return name.size() == head.size() + digits_of_a_name + tail.size() && name.starts_with(head) &&
         name.ends_with(tail) && is_hexadecimal(name.substr(head.size(), digits_of_a_name));
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

std::vector<std::string> names_in(int directory) {
  std::vector<std::string> names;
  Descriptor own(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!own.is_open()) return names;
  const std::unique_ptr<DIR, CloseDirectory> listing(::fdopendir(own.get()));
  if (!listing) return names;
  (void)own.release();  // closed with the listing
  while (const dirent* entry = ::readdir(listing.get())) {
    names.emplace_back(static_cast<const char*>(entry->d_name));
  }
  return names;
}

enum class Leftover { not_ours, locked, free };

Leftover judge(int directory, const std::string& name) {
  const Descriptor file(
      ::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) return Leftover::not_ours;
  if (!is_own_file(status)) return Leftover::not_ours;
  return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 ? Leftover::free : Leftover::locked;
}

}  // namespace

std::string random_digits() {
  return fmt::format("{:016x}", random_number());
}

std::string hidden_name(std::string_view beginning, std::string_view ending) {
  return fmt::format(".{}.{}.{}", beginning, random_digits(), ending);
}

bool is_own_file(const struct stat& status) {
  const uid_t user = ::geteuid();
  return S_ISREG(status.st_mode) && status.st_nlink == 1 && (user == 0 || status.st_uid == user);
}

Descriptor create_new(int directory, const std::string& name, mode_t mode) {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  constexpr mode_t private_mode = 0600;
  Descriptor file(::openat(directory, name.c_str(), flags, private_mode));
  if (!file.is_open()) return file;
  if (directory == AT_FDCWD) {
    give_to_owner_above(name, file.get());
  } else {
    give_to_owner(directory, file.get());
  }
  // Whatever the umask.
  if (::fchmod(file.get(), mode) == 0) return file;
  const int error = errno;
  ::unlinkat(directory, name.c_str(), 0);
  errno = error;
  return Descriptor();
}

std::int64_t remove_leftovers(int directory, std::string_view beginning, std::string_view ending) {
  std::int64_t locked = 0;
  for (const std::string& name : names_in(directory)) {
    if (!is_hidden_name(name, beginning, ending)) continue;
    const Leftover leftover = judge(directory, name);
    if (leftover == Leftover::locked) ++locked;
    if (leftover == Leftover::free) ::unlinkat(directory, name.c_str(), 0);
  }
  return locked;
}

std::int64_t remove_leftovers(const std::filesystem::path& directory, std::string_view beginning,
                              std::string_view ending) {
  const Descriptor opened(
      ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() ? remove_leftovers(opened.get(), beginning, ending) : 0;
}

}  // namespace bursar::os
