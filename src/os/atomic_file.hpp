#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "os/descriptor_writer.hpp"
#include "os/directory_beneath.hpp"

namespace bursar::os {

// Writes a file that is either there whole or not at all: a hidden temporary of a random name
// beside the target, fsync, rename, fsync of the directory. Without commit() the target is
// untouched and the temporary is removed. A target that is a link is replaced, never followed. Mode
// 0600 unless told otherwise.
class AtomicFile {
 public:
  // Removes what killed processes left of the same target. Throws Error(cannot_create) when the
  // directory is missing or not writable, Error(try_later) while another process writes the target.
  explicit AtomicFile(const std::filesystem::path& target, unsigned mode = 0600);
  // The file `name`, which is no path, in a directory. For many files of one directory: it looks
  // neither for what was left, which remove_left_of_copies() does, nor for other writers.
  AtomicFile(const DirectoryBeneath& directory, const std::string& name, unsigned mode = 0600);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  // Removes the temporaries that killed processes left of files made in this directory by the
  // second constructor.
  static void remove_left_of_copies(const DirectoryBeneath& directory);

  // Buffered. Throws Error(io) when the disk is full.
  void write(std::string_view bytes);
  // Throws Error(io). Afterwards the target holds exactly what was written.
  void commit();
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

 private:
  void open(std::string_view beginning, unsigned mode);

  std::filesystem::path target_;
  DirectoryBeneath directory_;
  std::string name_;
  std::string temporary_;
  std::optional<DescriptorWriter> writer_;  // empty only while the file is being opened
};

}  // namespace bursar::os
