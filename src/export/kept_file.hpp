#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "os/descriptor.hpp"
#include "os/directory_beneath.hpp"

namespace bursar::exporting {

// A file of an archive, open for reading.
class KeptFile {
 public:
  // Nothing where the directory has no regular file of this name. Throws Error(data) for a name
  // that leads out of it, Error(io).
  static std::optional<KeptFile> find(const os::DirectoryBeneath& directory,
                                      const std::filesystem::path& name);

  // Hands the bytes to `take`, block by block, from the beginning. Throws Error(io) where they
  // cannot be read to their end.
  void read(const std::function<void(std::string_view bytes)>& take) const;
  // 64 hexadecimal digits. Throws likewise.
  [[nodiscard]] std::string sha256() const;
  // Whether nobody but this user can have made it, see os::is_own_file. Throws Error(io).
  [[nodiscard]] bool is_own() const;
  // In bytes. Throws Error(io).
  [[nodiscard]] std::int64_t size() const;

 private:
  KeptFile(os::Descriptor descriptor, std::filesystem::path path);
  os::Descriptor descriptor_;
  std::filesystem::path path_;  // for messages
};

// Copies files to names beneath a directory. Each is there whole or not at all, for its owner
// alone; directories that are missing are made.
class KeptCopies {
 public:
  // `to` must outlive it.
  explicit KeptCopies(const os::DirectoryBeneath& to) : to_(to) {}
  // Throws Error(data) for a name that leads out, Error(cannot_create), Error(io).
  void copy(const KeptFile& file, const std::filesystem::path& name);

 private:
  const os::DirectoryBeneath& to_;
  std::filesystem::path parent_name_;
  std::optional<os::DirectoryBeneath> parent_;  // of the last copy: most files lie together
};

}  // namespace bursar::exporting
