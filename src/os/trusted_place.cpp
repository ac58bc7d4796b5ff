#include "os/trusted_place.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bursar::os {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> mistrust_of(const fs::path& place) {
  struct stat status {};
  if (::lstat(place.c_str(), &status) != 0) {
    return fmt::format("{} cannot be looked at: {}", place.string(), std::strerror(errno));
  }
  if (status.st_uid != ::geteuid() && status.st_uid != 0) {
    return fmt::format("{} belongs to another user (number {})", place.string(), status.st_uid);
  }
  const bool is_sticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
  const bool is_link = S_ISLNK(status.st_mode);  // its mode says nothing
  if (is_sticky || is_link || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0) return std::nullopt;
  return fmt::format("{} may be written by {} (mode {:04o})", place.string(),
                     (status.st_mode & S_IWOTH) != 0 ? "everybody" : "its group",
                     status.st_mode & 07777U);
}

// Of all of a path's beginnings, the longest last.
std::optional<std::string> mistrust_of_all(const fs::path& path) {
  fs::path place;
  for (const fs::path& part : path) {
    place /= part;
    if (part.empty() || part == ".") continue;
    if (auto problem = mistrust_of(place)) return problem;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> mistrust(const fs::path& file) {
  std::error_code failure;
  const fs::path named = fs::absolute(file, failure);
  if (auto problem = mistrust_of_all(named)) return problem;
  const fs::path real = fs::canonical(named, failure);
  if (failure) {
    return fmt::format("{} cannot be looked at: {}", file.string(), failure.message());
  }
  return mistrust_of_all(real);
}

}  // namespace bursar::os
