#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "receipts/file_name.hpp"

namespace bursar::receipts {

// The directory that the files lie in. A file is there whole or not at all, and never replaced.
class Archive {
 public:
  // `begun`: whether files were put into it before. Makes the directory (0700) the first time;
  // throws Error(cannot_create) where it cannot be made, and where it is gone: a disk that is not
  // mounted must not be taken for an empty archive.
  Archive(std::filesystem::path directory, bool begun);

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  // Whether a file lies under this relative name.
  [[nodiscard]] bool has(const std::string& file) const;
  // Puts the bytes on the disk under the name that `parts` give, next to what is there: where that
  // name holds the same bytes already, nothing is written; where it holds others, the name gets a
  // number. Returns the relative name. `sha256` is that of the bytes. Throws Error(io),
  // Error(cannot_create).
  std::string put(const NameParts& parts, std::string_view bytes, const std::string& sha256);

 private:
  void make_directories(const std::filesystem::path& directory) const;
  void write(const std::filesystem::path& target, std::string_view bytes);

  std::filesystem::path directory_;
  std::set<std::filesystem::path> cleaned_;  // of what killed runs left there
};

}  // namespace bursar::receipts
