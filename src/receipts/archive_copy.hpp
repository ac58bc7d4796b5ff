#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::receipts {

// What became of copying an archive.
struct ArchiveCopy {
  std::int64_t copied = 0;
  // Files that the database has recorded and neither side holds, in words that name the file: it is
  // missing, or its SHA-256 is not the recorded one.
  std::vector<std::string> problems;
};

// Brings `to` to what `database` has recorded, from `from`. Each file is judged by its SHA-256, on
// both sides, and there whole or not at all, for its owner alone; what `to` holds already is left
// alone. What lies there under the name of another file is moved below `aside`. Reads all of both.
// Throws Error(cannot_create) or Error(io).
[[nodiscard]] ArchiveCopy copy_archive(store::Database& database, const std::filesystem::path& from,
                                       const std::filesystem::path& to,
                                       const std::filesystem::path& aside);

}  // namespace bursar::receipts
