#include "mapping/tag_list.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace bursar::mapping {
namespace {

void append_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

// Reads the texts of a list; nested values do not occur.
class TagReader {
 public:
  explicit TagReader(std::string_view json) : json_(json) {}

  std::vector<std::string> read() {
    std::vector<std::string> tags;
    if (json_.find('[') == std::string_view::npos) return tags;
    for (at_ = json_.find('[') + 1; at_ < json_.size(); ++at_) {
      if (json_[at_] == '"') tags.push_back(text());
    }
    return tags;
  }

 private:
  // `at_` stands on the opening quote and ends on the closing one.
  std::string text() {
    std::string text;
    for (++at_; at_ < json_.size() && json_[at_] != '"'; ++at_) {
      if (json_[at_] == '\\' && at_ + 1 < json_.size()) {
        ++at_;
        escaped(text);
      } else {
        text += json_[at_];
      }
    }
    return text;
  }

  void escaped(std::string& text) {
    constexpr std::string_view letters = "bfnrt";
    constexpr std::string_view meanings = "\b\f\n\r\t";
    const std::size_t letter = letters.find(json_[at_]);
    if (letter != std::string_view::npos) {
      text += meanings[letter];
    } else if (json_[at_] == 'u') {
      append_utf8(character(), text);
    } else {
      text += json_[at_];
    }
  }

  // What \uXXXX stands for, with its second half where it is one of a pair. `at_` stands on the u
  // and ends on the last digit.
  std::uint32_t character() {
    constexpr std::uint32_t unreadable = 0xFFFD;
    const std::optional<std::uint32_t> first = four_digits(at_ + 1);
    if (!first) return unreadable;
    at_ += 4;
    if (*first < 0xD800 || *first > 0xDFFF) return *first;
    if (*first > 0xDBFF || json_.substr(at_ + 1, 2) != "\\u") return unreadable;
    const std::optional<std::uint32_t> second = four_digits(at_ + 3);
    if (!second || *second < 0xDC00 || *second > 0xDFFF) return unreadable;
    at_ += 6;
    return 0x10000U + ((*first - 0xD800U) << 10U) + (*second - 0xDC00U);
  }

  [[nodiscard]] std::optional<std::uint32_t> four_digits(std::size_t from) const {
    constexpr std::string_view digits = "0123456789abcdef";
    if (from + 4 > json_.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = from; i < from + 4; ++i) {
      const char c = json_[i];
      const std::size_t digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
  }

  std::string_view json_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> tags_in(std::string_view json) {
  return TagReader(json).read();
}

}  // namespace bursar::mapping
