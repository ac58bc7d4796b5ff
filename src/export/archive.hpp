#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::exporting {

// The archive of batches beside a database: PROFILE/NUMBER/, the files as they were handed over and
// a manifest (accounting.md R19).

// What is wrong with it, in words that name the file: a recorded file or manifest that is missing,
// or whose size or SHA-256 is not the recorded one. Reads all of it.
[[nodiscard]] std::vector<std::string> archive_problems(store::Database& database,
                                                        const std::filesystem::path& archive);

// Copies what `to` lacks or has in another size; each file is there whole or not at all, for its
// owner alone. Returns how many. Throws Error(cannot_create) or Error(io).
std::int64_t copy_archive(const std::filesystem::path& from, const std::filesystem::path& to);

// A batch that one database knows and another does not.
struct UnknownBatch {
  std::string profile;
  std::int64_t number = 0;
};
// Batches of `newer` that `older` has not recorded: what they hold would be handed over once more
// by whoever goes on from `older`.
[[nodiscard]] std::vector<UnknownBatch> unknown_batches(store::Database& older,
                                                        store::Database& newer);
// The same by what lies in the archive, for when there is no newer database that can be read. A
// batch that was begun and never recorded counts, too.
[[nodiscard]] std::vector<UnknownBatch> unknown_batches(store::Database& older,
                                                        const std::filesystem::path& archive);

}  // namespace bursar::exporting
