#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/clean_text.hpp"
#include "text/utf8.hpp"

namespace bursar::mapping {

using text::append_clean_text;
using text::Character;
using text::clean_text;
using text::decode_character;

// Makes single blanks of several in what stands from `start`, and drops those at its ends.
void squeeze_blanks(std::string& text, std::size_t start);

// The first `most` characters (code points) of valid UTF-8.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t most);
[[nodiscard]] std::size_t count_characters(std::string_view text);

// `text` itself where it has at most `most` characters (code points), else its first ones, a dash
// and six hexadecimal digits of its hash: what is cut stays as distinct as it was. `most` is at
// least 8. The result for a text is the same for ever.
[[nodiscard]] std::string cut_with_hash(std::string_view text, std::size_t most);

}  // namespace bursar::mapping
