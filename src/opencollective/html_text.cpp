#include "opencollective/html_text.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace bursar::opencollective {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> named{{
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"quot", "\""},
    {"apos", "'"},
    {"nbsp", "\xC2\xA0"},
}};
constexpr std::size_t longest_reference = 8;  // "#x10FFFF"

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U);
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

bool is_character(std::uint32_t code) {
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code >= 0x20 && code != 0x7F && code <= 0x10FFFF && !surrogate;
}

// Appends what `reference` (without & and ;) stands for; false if nothing.
bool append_reference(std::string& text, std::string_view reference) {
  for (const auto& [name, character] : named) {
    if (reference != name) continue;
    text += character;
    return true;
  }
  if (reference.size() < 2 || reference[0] != '#') return false;
  const bool hexadecimal = reference[1] == 'x' || reference[1] == 'X';
  const std::string_view digits = reference.substr(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size() || !is_character(code)) {
    return false;
  }
  append_utf8(text, code);
  return true;
}

}  // namespace

std::string unescape_html(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t ampersand = text.find('&', at);
    plain += text.substr(at, ampersand - at);
    if (ampersand == std::string_view::npos) break;
    const std::size_t end = text.find(';', ampersand);
    const std::size_t length = end == std::string_view::npos ? 0 : end - ampersand - 1;
    if (length > 0 && length <= longest_reference &&
        append_reference(plain, text.substr(ampersand + 1, length))) {
      at = end + 1;
    } else {
      plain += '&';
      at = ampersand + 1;
    }
  }
  return plain;
}

}  // namespace bursar::opencollective
