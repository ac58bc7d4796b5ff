#include "text/shown.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "text/utf8.hpp"

namespace bursar::text {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Of the basic plane: four digits are enough for all of them.
constexpr std::array<Range, 12> dangerous{{
    {0x0000, 0x001F},  // C0
    {0x007F, 0x009F},  // DEL, C1
    {0x061C, 0x061C},  // Arabic letter mark
    {0x200B, 0x200B},  // zero-width space
    {0x200E, 0x200F},  // marks of direction
    {0x2028, 0x202E},  // separators of lines and paragraphs, embeddings, overrides
    {0x2060, 0x2064},  // word joiner, invisible operators
    {0x2066, 0x206F},  // isolates, deprecated format characters
    {0xFDD0, 0xFDEF},  // no characters
    {0xFEFF, 0xFEFF},  // byte order mark
    {0xFFF9, 0xFFFB},  // annotations
    {0xFFFE, 0xFFFF},  // no characters
}};

bool is_dangerous(std::uint32_t code) {
  return std::any_of(dangerous.begin(), dangerous.end(), [code](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

void append_escape(std::uint32_t code, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (code == '\n') {
    out += "\\n";
  } else if (code == '\r') {
    out += "\\r";
  } else if (code == '\t') {
    out += "\\t";
  } else {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[code >> shift & 0xFU];
  }
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character next = decode_character(text.substr(at, 4));
    if (next.code == Character::not_utf8) {
      out += replacement_character;
    } else if (is_dangerous(next.code)) {
      append_escape(next.code, out);
    } else {
      out += text.substr(at, next.size);
    }
    at += next.size;
  }
  return out;
}

}  // namespace bursar::text
