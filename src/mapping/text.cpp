#include "mapping/text.hpp"

#include <cstdint>

namespace bursar::mapping {
namespace {

constexpr std::uint32_t not_utf8 = 0xFFFFFFFF;

struct Decoded {
  std::uint32_t code = not_utf8;
  std::size_t size = 1;  // bytes taken
};

// Decodes the character at the front; refuses overlong forms, surrogates and what is beyond
// Unicode.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  std::size_t size = 0;
  std::uint32_t code = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    size = 2;
    code = first & 0x1FU;
  } else if (first >= 0xE0 && first <= 0xEF) {
    size = 3;
    code = first & 0x0FU;
  } else if (first >= 0xF0 && first <= 0xF4) {
    size = 4;
    code = first & 0x07U;
  } else {
    return {};
  }
  if (text.size() < size) return {};
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, size};
}

bool is_space(std::uint32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 ||
         code == 0x2029;
}

bool is_dropped(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFEFF || code == 0xFFFE ||
         code == 0xFFFF;
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool blank_due = false;
  for (std::size_t i = 0; i < text.size();) {
    const Decoded character = decode(text.substr(i, 4));
    const std::string_view bytes = text.substr(i, character.size);
    i += character.size;
    if (is_space(character.code)) {
      blank_due = !clean.empty();
      continue;
    }
    if (is_dropped(character.code)) continue;
    if (blank_due) clean += ' ';
    blank_due = false;
    if (character.code == not_utf8) {
      clean += "\xEF\xBF\xBD";
    } else {
      clean += bytes;
    }
  }
  return clean;
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts && seen++ == most) return text.substr(0, i);
  }
  return text;
}

}  // namespace bursar::mapping
