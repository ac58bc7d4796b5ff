#include "os/atomic_file.hpp"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "error/error.hpp"
#include "os/hidden_file.hpp"

namespace bursar::os {
namespace {

constexpr std::size_t buffer_size = 1 << 16;
constexpr std::string_view ending = "tmp";
constexpr std::string_view beginning_of_copies = "bursar-copy";

DirectoryBeneath directory_of(const std::filesystem::path& file) {
  const std::filesystem::path directory = file.has_parent_path() ? file.parent_path() : ".";
  if (auto found = DirectoryBeneath::find(directory)) return std::move(*found);
  fail_on_file(ErrorKind::cannot_create, "create", file, ENOENT);
}

}  // namespace

AtomicFile::AtomicFile(const std::filesystem::path& target, unsigned mode)
    : target_(target), directory_(directory_of(target)), name_(target.filename().string()) {
  if (remove_leftovers(directory_.descriptor(), name_, ending) > 0) {
    throw Error(ErrorKind::try_later,
                fmt::format("another process is writing {}", target_.string()),
                "wait until it has ended, then try again");
  }
  open(name_, mode);
}

AtomicFile::AtomicFile(const DirectoryBeneath& directory, const std::string& name, unsigned mode)
    : target_(directory.path() / name), directory_(directory.make_below({})), name_(name) {
  open(beginning_of_copies, mode);
}

void AtomicFile::remove_left_of_copies(const DirectoryBeneath& directory) {
  (void)remove_leftovers(directory.descriptor(), beginning_of_copies, ending);
}

void AtomicFile::open(std::string_view beginning, unsigned mode) {
  temporary_ = hidden_name(beginning, ending);
  Descriptor file = create_new(directory_.descriptor(), temporary_, static_cast<mode_t>(mode));
  if (!file.is_open()) fail_on_file(ErrorKind::cannot_create, "create", target_, errno);
  // Shows others that it is not left over. A file system without locks has nobody to show it to.
  (void)::flock(file.get(), LOCK_EX | LOCK_NB);
  writer_.emplace(file.release(), target_, buffer_size);
}

AtomicFile::~AtomicFile() {
  if (writer_ && writer_->is_open()) ::unlinkat(directory_.descriptor(), temporary_.c_str(), 0);
}

void AtomicFile::write(std::string_view bytes) {
  writer_->write(bytes);
}

void AtomicFile::commit() {
  writer_->sync();
  if (::renameat(directory_.descriptor(), temporary_.c_str(), directory_.descriptor(),
                 name_.c_str()) != 0) {
    fail_on_file(ErrorKind::io, "rename a finished file to", target_, errno);
  }
  writer_->close();
  directory_.sync();
}

}  // namespace bursar::os
