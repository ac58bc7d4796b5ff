#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "os/descriptor_writer.hpp"

namespace bursar::os {

// Writes a file that is either there whole or not at all: a hidden temporary beside the target,
// fsync, rename, fsync of the directory. Without commit() the target is untouched and the
// temporary is removed. Mode 0600 unless told otherwise.
class AtomicFile {
 public:
  // Throws Error(cannot_create) when the directory is missing or not writable.
  explicit AtomicFile(std::filesystem::path target, unsigned mode = 0600);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  // Buffered. Throws Error(io) when the disk is full.
  void write(std::string_view bytes);
  // Throws Error(io). Afterwards the target holds exactly what was written.
  void commit();
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::optional<DescriptorWriter> writer_;  // empty only while the file is being opened
};

}  // namespace bursar::os
