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

constexpr std::array<Range, 20> dangerous{{
    {0x0000, 0x001F},    // C0
    {0x007F, 0x009F},    // DEL, C1
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // fillers of Hangul
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200B},    // zero-width space
    {0x200E, 0x200F},    // marks of direction
    {0x2028, 0x202E},    // separators of lines and paragraphs, embeddings, overrides
    {0x2060, 0x2064},    // word joiner, invisible operators
    {0x2066, 0x206F},    // isolates, deprecated format characters
    {0x2800, 0x2800},    // Braille without a dot
    {0x3164, 0x3164},    // filler of Hangul
    {0xFDD0, 0xFDEF},    // no characters
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // filler of Hangul
    {0xFFF9, 0xFFFB},    // annotations
    {0xFFFE, 0xFFFF},    // no characters
    {0xE0000, 0xE0FFF},  // tags
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
    const auto append_unit = [&](std::uint32_t unit) {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += digits[unit >> shift & 0xFU];
    };
    constexpr std::uint32_t basic_plane = 0x10000;
    if (code < basic_plane) return append_unit(code);
    // As JSON writes it: a pair of surrogates.
    append_unit(0xD800U + ((code - basic_plane) >> 10U));
    append_unit(0xDC00U + ((code - basic_plane) & 0x3FFU));
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
