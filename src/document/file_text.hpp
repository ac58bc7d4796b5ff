#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace bursar::document {

// What people write by hand is a few dozen KiB; the parser takes up to a thousand times the size of
// what it reads.
inline constexpr std::size_t most_bytes_of_text = std::size_t{1} << 20;

// The text of a regular file of at most 1 MiB; a pipe or a device is never waited for. Throws
// Error(config): "cannot read SUBJECT: why", with the next step that is given.
[[nodiscard]] std::string file_text(const std::filesystem::path& file, const std::string& subject,
                                    const std::string& next_step);

}  // namespace bursar::document
