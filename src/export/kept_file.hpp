#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace bursar::exporting {

// Hands the bytes of a file of the archive to `take`, block by block. Throws Error(io) where it
// cannot be read to its end.
void read_kept(const std::filesystem::path& file,
               const std::function<void(std::string_view bytes)>& take);

// 64 hexadecimal digits. Throws likewise.
[[nodiscard]] std::string sha256_of(const std::filesystem::path& file);

}  // namespace bursar::exporting
