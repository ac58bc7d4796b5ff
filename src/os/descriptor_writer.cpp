#include "os/descriptor_writer.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace bursar::os {

void fail_on_file(ErrorKind kind, std::string_view doing, const std::filesystem::path& file,
                  int error, std::string_view assurance) {
  std::string next = "make sure that the directory exists and that this user may write there";
  if (kind == ErrorKind::io) next = fmt::format("check the disk, then try again{}", assurance);
  if (error == ENOSPC || error == EDQUOT) {
    next = fmt::format("free some space on that disk, then try again{}", assurance);
  }
  throw Error(kind, fmt::format("cannot {} {}: {}", doing, file.string(), std::strerror(error)),
              next);
}

DescriptorWriter::DescriptorWriter(int descriptor, std::filesystem::path file,
                                   std::size_t buffer_size, std::string_view assurance)
    : file_(std::move(file)),
      assurance_(assurance),
      buffer_size_(buffer_size),
      descriptor_(descriptor) {
  buffer_.reserve(buffer_size);
}

DescriptorWriter::~DescriptorWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void DescriptorWriter::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= buffer_size_) flush();
}

void DescriptorWriter::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_on_file(ErrorKind::io, "write", file_, errno, assurance_);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void DescriptorWriter::sync() {
  flush();
  if (::fsync(descriptor_) != 0) fail_on_file(ErrorKind::io, "write", file_, errno, assurance_);
}

void DescriptorWriter::close() {
  buffer_.clear();
  ::close(std::exchange(descriptor_, -1));
}

void sync_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail_on_file(ErrorKind::io, "open", directory, errno);
  const int result = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  // Some network file systems cannot sync directories; the rename has happened all the same.
  if (result != 0 && error != EINVAL) fail_on_file(ErrorKind::io, "sync", directory, error);
}

}  // namespace bursar::os
