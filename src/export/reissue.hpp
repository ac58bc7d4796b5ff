#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::exporting {

// Writes the files of a batch into `directory` once more, byte by byte as they were handed over
// (accounting.md R19), names of persons included (R20). Throws Error(usage) for a batch that is not
// there; Error(data) where the kept bytes are not what was handed over; Error(cannot_create) where
// a file of that name is there already.
std::vector<std::filesystem::path> reissue(store::Database& database, const std::string& profile,
                                           std::int64_t number,
                                           const std::filesystem::path& directory);

}  // namespace bursar::exporting
