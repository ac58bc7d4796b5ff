#include "export/kept_file.hpp"

#include <array>
#include <fstream>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/sha256.hpp"

namespace bursar::exporting {

void read_kept(const std::filesystem::path& file,
               const std::function<void(std::string_view bytes)>& take) {
  constexpr std::size_t block_size = 1U << 16U;
  std::ifstream in(file, std::ios::binary);
  std::array<char, block_size> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    take(std::string_view(block.data(), static_cast<std::size_t>(in.gcount())));
  }
  if (!in.eof()) {
    throw Error(ErrorKind::io, fmt::format("cannot read {}", file.string()),
                "the files handed over are kept beside the database; restore them from a backup");
  }
}

std::string sha256_of(const std::filesystem::path& file) {
  Sha256 hash;
  read_kept(file, [&](std::string_view bytes) { hash.add(bytes); });
  return hash.digest();
}

}  // namespace bursar::exporting
