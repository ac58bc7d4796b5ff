#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "os/descriptor_writer.hpp"

namespace bursar::os {

// A file that is written now and put in its place later, by place_new(). It is a new file: what an
// earlier attempt left under the same name is removed first, and never opened.
class StagedFile {
 public:
  // Throws Error(cannot_create) when it cannot be made.
  StagedFile(std::filesystem::path path, unsigned mode);

  // Buffered. Throws Error(io) when the disk is full.
  void write(std::string_view bytes);
  // Everything is on the disk, or will be once sync_file_system() has returned. Throws Error(io).
  enum class Durability : std::uint8_t { now, later };
  void finish(Durability durability = Durability::now);
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  DescriptorWriter writer_;
};

// Renames a staged file to its final name in the same file system. Never replaces a file: throws
// Error(cannot_create) where that name is taken. The directory must be synced afterwards.
void place_new(const std::filesystem::path& staged, const std::filesystem::path& target);
// Puts everything that was written to the file system of a directory on the disk. Dearer than
// syncing a file, cheaper than syncing many. Throws Error(io).
void sync_file_system(const std::filesystem::path& directory);

}  // namespace bursar::os
