#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bursar::mapping {

// `text` as files of accounting software can bear it: one line of valid UTF-8. White space and line
// breaks of any kind become single blanks, none at either end; control characters and byte order
// marks are dropped; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string clean_text(std::string_view text);
// Appends the same.
void append_clean_text(std::string_view text, std::string& out);

// Makes single blanks of several in what stands from `start`, and drops those at its ends.
void squeeze_blanks(std::string& text, std::size_t start);

// The first `most` characters (code points) of valid UTF-8.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t most);
[[nodiscard]] std::size_t count_characters(std::string_view text);

// `text` itself where it has at most `most` characters (code points), else its first ones, a dash
// and six hexadecimal digits of its hash: what is cut stays as distinct as it was. `most` is at
// least 8. The result for a text is the same for ever.
[[nodiscard]] std::string cut_with_hash(std::string_view text, std::size_t most);

// A character at the front of a text, decoded.
struct Character {
  static constexpr std::uint32_t not_utf8 = 0xFFFFFFFF;
  std::uint32_t code = not_utf8;
  std::size_t size = 1;  // bytes taken
};
// Refuses overlong forms, surrogates and what is beyond Unicode. `text` must not be empty.
[[nodiscard]] Character decode_character(std::string_view text);

}  // namespace bursar::mapping
