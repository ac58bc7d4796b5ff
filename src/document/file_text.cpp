#include "document/file_text.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::document {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& file)
      : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

// Appends to `text`; why that is not all, or nothing.
std::string read_all(int descriptor, std::string& text) {
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
    return std::generic_category().message(errno);
  }
  if (!S_ISREG(status.st_mode)) return "it is not a regular file";
  constexpr std::size_t block_size = 1U << 16U;
  std::array<char, block_size> block{};
  for (;;) {
    const ssize_t size = ::read(descriptor, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return std::generic_category().message(errno);
    if (size == 0) return {};
    text.append(block.data(), static_cast<std::size_t>(size));
    if (text.size() > most_bytes_of_text) return "it is larger than 1 MiB";
  }
}

}  // namespace

std::string file_text(const std::filesystem::path& file, const std::string& subject,
                      const std::string& next_step) {
  const Descriptor opened(file);
  std::string text;
  const std::string reason = read_all(opened.get(), text);
  if (!reason.empty()) {
    throw Error(ErrorKind::config, fmt::format("cannot read {}: {}", subject, reason), next_step);
  }
  return text;
}

}  // namespace bursar::document
