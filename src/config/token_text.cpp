#include "config/token_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <strings.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::config {
namespace {

constexpr std::size_t longest_token = 8192;  // a bearer token may be a long one

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Room for a token that is overwritten when it goes.
class WipedBuffer {
 public:
  WipedBuffer() = default;
  WipedBuffer(const WipedBuffer&) = delete;
  WipedBuffer& operator=(const WipedBuffer&) = delete;
  ~WipedBuffer() { ::explicit_bzero(bytes_.data(), bytes_.size()); }
  [[nodiscard]] char* at(std::size_t offset) { return bytes_.data() + offset; }
  [[nodiscard]] std::size_t room(std::size_t used) const { return bytes_.size() - used; }
  [[nodiscard]] std::string_view text(std::size_t used) const { return {bytes_.data(), used}; }

 private:
  std::array<char, longest_token> bytes_{};
};

}  // namespace

os::Secret token_from_text(std::string_view text, const std::string& where) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (text.empty()) {
    throw Error(
        ErrorKind::config, where + " holds no token",
        "create a token at https://opencollective.com/dashboard under \"For developers\" and "
        "put it there");
  }
  // Control characters would end the header that carries the token.
  const bool clean =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
  if (!clean) {
    throw Error(ErrorKind::config,
                where +
                    " holds more than a token: there are blanks or other "
                    "characters in it that no token has",
                "put the token there alone, on one line");
  }
  return os::Secret(text);
}

os::Secret read_token(int descriptor, const std::string& where, const std::function<void()>& wait) {
  WipedBuffer buffer;
  std::size_t used = 0;
  while (buffer.room(used) > 0) {
    wait();
    const ssize_t size = ::read(descriptor, buffer.at(used), buffer.room(used));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      throw Error(ErrorKind::config, fmt::format("cannot read {}: {}", where, std::strerror(errno)),
                  "make sure that this user may read it");
    }
    if (size == 0) break;
    used += static_cast<std::size_t>(size);
  }
  std::string_view text = buffer.text(used);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return token_from_text(text.substr(0, text.find('\n')), where);
}

}  // namespace bursar::config
