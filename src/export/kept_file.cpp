#include "export/kept_file.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"
#include "export/sha256.hpp"
#include "os/atomic_file.hpp"
#include "os/hidden_file.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_to_read(const fs::path& file) {
  throw Error(ErrorKind::io, fmt::format("cannot read {}", file.string()),
              "the files handed over are kept beside the database; restore them from a backup");
}

}  // namespace

KeptFile::KeptFile(os::Descriptor descriptor, fs::path path)
    : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

std::optional<KeptFile> KeptFile::find(const os::DirectoryBeneath& directory,
                                       const fs::path& name) {
  auto found = directory.find_file(name);
  if (!found) return std::nullopt;
  return KeptFile(std::move(*found), directory.path() / name);
}

void KeptFile::read(const std::function<void(std::string_view bytes)>& take) const {
  constexpr std::size_t block_size = 1U << 16U;
  std::array<char, block_size> block{};
  off_t at = 0;
  while (true) {
    const ssize_t size = ::pread(descriptor_.get(), block.data(), block.size(), at);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) fail_to_read(path_);
    if (size == 0) return;
    at += size;
    take(std::string_view(block.data(), static_cast<std::size_t>(size)));
  }
}

std::string KeptFile::sha256() const {
  Sha256 hash;
  read([&](std::string_view bytes) { hash.add(bytes); });
  return hash.digest();
}

bool KeptFile::is_own() const {
  struct stat status {};
  if (::fstat(descriptor_.get(), &status) != 0) fail_to_read(path_);
  return os::is_own_file(status);
}

std::int64_t KeptFile::size() const {
  struct stat status {};
  if (::fstat(descriptor_.get(), &status) != 0) fail_to_read(path_);
  return status.st_size;
}

void KeptCopies::copy(const KeptFile& file, const fs::path& name) {
  if (!parent_ || parent_name_ != name.parent_path()) {
    parent_name_ = name.parent_path();
    parent_.emplace(to_.make_below(parent_name_));
    os::AtomicFile::remove_left_of_copies(*parent_);
  }
  os::AtomicFile copy(*parent_, name.filename().string());
  file.read([&](std::string_view bytes) { copy.write(bytes); });
  copy.commit();
}

}  // namespace bursar::exporting
