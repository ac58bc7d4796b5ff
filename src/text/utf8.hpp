#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bursar::text {

// A character at the front of a text, decoded.
struct Character {
  static constexpr std::uint32_t not_utf8 = 0xFFFFFFFF;
  std::uint32_t code = not_utf8;
  std::size_t size = 1;  // bytes taken
};
// Refuses overlong forms, surrogates and what is beyond Unicode. `text` must not be empty.
[[nodiscard]] Character decode_character(std::string_view text);

// U+FFFD, which stands for what is no UTF-8.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

}  // namespace bursar::text
