#include "receipts/archive.hpp"

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/sha256.hpp"
#include "os/hidden_file.hpp"
#include "os/ownership.hpp"
#include "os/staged_file.hpp"

namespace bursar::receipts {
namespace {

namespace fs = std::filesystem;
constexpr unsigned private_mode = 0600;
// Files that are being written are called so until they are whole.
constexpr std::string_view hidden = "bursar-receipt";

bool is_there(const fs::path& file) {
  std::error_code failure;
  const fs::file_status status = fs::symlink_status(file, failure);
  if (status.type() == fs::file_type::not_found) return false;
  if (!failure) return true;
  throw Error(ErrorKind::io,
              fmt::format("cannot look for {}: {}", file.string(), failure.message()),
              "check the disk, then run `bursar receipts` again: it goes on from there");
}

bool holds(const fs::path& file, std::string_view bytes, const std::string& sha256) {
  std::error_code failure;
  if (!fs::is_regular_file(fs::symlink_status(file, failure))) return false;
  if (fs::file_size(file, failure) != bytes.size() || failure) return false;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  exporting::Sha256 hash;
  hash.add(text);
  return hash.digest() == sha256;
}

}  // namespace

Archive::Archive(fs::path directory, bool begun) : directory_(std::move(directory)) {
  if (is_there(directory_)) return;
  if (begun) {
    throw Error(ErrorKind::cannot_create,
                fmt::format("the archive of receipts, {}, is gone", directory_.string()),
                "mount its disk, or correct receipts.directory; if it is lost, create it empty: "
                "all files are then fetched again");
  }
  make_directories(directory_);
}

bool Archive::has(const std::string& file) const {
  return is_there(directory_ / file);
}

void Archive::make_directories(const fs::path& directory) const {
  if (is_there(directory)) return;
  const fs::path parent = directory.parent_path();
  if (directory != directory_) make_directories(parent);
  std::error_code failure;
  (void)os::make_directories(directory, failure);
  if (failure) {
    throw Error(ErrorKind::cannot_create,
                fmt::format("cannot create {}: {}", directory.string(), failure.message()),
                "make sure that this user may write there, or set receipts.directory");
  }
  os::sync_directory(parent.empty() ? "." : parent);
}

void Archive::write(const fs::path& target, std::string_view bytes) {
  make_directories(target.parent_path());
  const fs::path directory = target.parent_path();
  if (cleaned_.insert(directory).second) os::remove_leftovers(directory, hidden, "part");
  const fs::path staged = directory / os::hidden_name(hidden, "part");
  os::StagedFile file(staged, private_mode);
  file.write(bytes);
  file.finish();
  os::place_new(staged, target);
  os::sync_directory(directory);
}

std::string Archive::put(const NameParts& parts, std::string_view bytes,
                         const std::string& sha256) {
  for (int copy = 1;; ++copy) {
    const fs::path name = file_name(parts, copy);
    const fs::path target = directory_ / name;
    if (!is_there(target)) {
      write(target, bytes);
      return name.string();
    }
    if (holds(target, bytes, sha256)) return name.string();
  }
}

}  // namespace bursar::receipts
