#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "error/error.hpp"

namespace bursar::os {

// Throws Error(kind): cannot DOING FILE, what the system says of `error` (an errno), and what to do
// next, with `assurance` (": nothing was handed over", or nothing) at its end.
[[noreturn]] void fail_on_file(ErrorKind kind, std::string_view doing,
                               const std::filesystem::path& file, int error,
                               std::string_view assurance = {});

// Collects small writes to a descriptor that it owns and closes. Every call throws Error(io) that
// names `file` when the disk is full or broken.
class DescriptorWriter {
 public:
  // Takes the descriptor, open for writing. `buffer_size` in bytes.
  DescriptorWriter(int descriptor, std::filesystem::path file, std::size_t buffer_size,
                   std::string_view assurance = {});
  DescriptorWriter(const DescriptorWriter&) = delete;
  DescriptorWriter& operator=(const DescriptorWriter&) = delete;
  // Closes; what is still in the buffer is dropped.
  ~DescriptorWriter();

  void write(std::string_view bytes);
  void flush();
  // Flushes, and returns when the bytes are on the disk.
  void sync();
  // Drops what is in the buffer.
  void close();
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

 private:
  std::filesystem::path file_;
  std::string_view assurance_;
  std::size_t buffer_size_;
  std::string buffer_;
  int descriptor_;
};

// Makes renames in a directory last. Throws Error(io).
void sync_directory(const std::filesystem::path& directory);

}  // namespace bursar::os
