#pragma once

#include <filesystem>
#include <optional>

#include "os/descriptor.hpp"

namespace bursar::os {

// A directory in which names from outside are looked up: what they name lies beneath it. Names that
// are absolute, hold "..", or lead through a symbolic link are refused with Error(data), and the
// kernel refuses them once more, whoever changes the directory in the meantime.
class DirectoryBeneath {
 public:
  // The directory must exist. It may itself be reached through links: whoever configured it named
  // it. Throws Error(io).
  explicit DirectoryBeneath(std::filesystem::path directory);
  // The same, but made (mode 0700) where it is missing. Throws Error(cannot_create).
  [[nodiscard]] static DirectoryBeneath made(const std::filesystem::path& directory);
  // The same; nothing where there is none.
  [[nodiscard]] static std::optional<DirectoryBeneath> find(const std::filesystem::path& directory);

  // The regular file of this relative name, open for reading; nothing where there is none. Throws
  // Error(data) for a name that leads out, Error(io) where it cannot be opened.
  [[nodiscard]] std::optional<Descriptor> find_file(const std::filesystem::path& name) const;
  // The directory of this relative name; "" for itself. Directories that are missing are made
  // (0700). Throws Error(data) for a name that leads out, Error(cannot_create).
  [[nodiscard]] DirectoryBeneath make_below(const std::filesystem::path& name) const;
  // Renames a file or directory to a name beneath another directory, which is made where it is
  // missing. Throws Error(data) for names that lead out, Error(io).
  void move(const std::filesystem::path& name, const DirectoryBeneath& to,
            const std::filesystem::path& new_name) const;

  // Makes renames in it last. Throws Error(io).
  void sync() const;
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }
  // For messages.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  DirectoryBeneath(Descriptor descriptor, std::filesystem::path path);

  std::filesystem::path path_;
  Descriptor descriptor_;
};

}  // namespace bursar::os
