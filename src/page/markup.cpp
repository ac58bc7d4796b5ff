#include "page/markup.hpp"

#include <cstddef>
#include <cstdint>

#include "error/error.hpp"

namespace bursar::page {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Decoded {
  char32_t point = 0;
  std::size_t bytes = 0;  // 0: no character of UTF-8 begins here
};

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

Decoded decode(std::string_view rest) {
  constexpr std::uint8_t lead_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(rest.front());
  const std::size_t length = sequence_length(lead);
  if (length == 0 || length > rest.size()) return {};
  char32_t point = lead & lead_mask[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(rest[i]);
    if ((next & 0xC0U) != 0x80U) return {};
    point = (point << 6U) | (next & 0x3FU);
  }
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  if (point < smallest[length] || surrogate || point > 0x10FFFF) return {};
  return {point, length};
}

bool is_shown(char32_t point) {
  if (point == '\t' || point == '\n') return true;
  const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
  const bool turns_order =
      (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  const bool no_character = (point & 0xFFFEU) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
  return !control && !turns_order && !no_character;
}

void append_escaped(std::string_view character, std::string& out) {
  switch (character.front()) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    default:
      out += character;
  }
}

// For text and for attributes in double quotes alike.
std::string escaped(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const Decoded next = decode(utf8.substr(at));
    if (next.bytes != 0 && next.point == '\r') {
      out += ' ';  // half of a line's end: nothing is missing
    } else if (next.bytes == 0 || !is_shown(next.point)) {
      out += replacement;
    } else {
      append_escaped(utf8.substr(at, next.bytes), out);
    }
    at += next.bytes == 0 ? 1 : next.bytes;
  }
  return out;
}

}  // namespace

Markup& Markup::operator+=(const Markup& more) {
  html_ += more.html_;
  return *this;
}

Markup operator+(Markup a, const Markup& b) {
  a += b;
  return a;
}

Markup text(std::string_view utf8) {
  return Markup(escaped(utf8));
}

Markup written(std::string_view utf8) {
  return element("bdi", text(utf8));
}

Markup opening(std::string_view tag, const Attributes& attributes) {
  std::string html = "<";
  html += tag;
  for (const Attribute& attribute : attributes) {
    html += ' ';
    html += attribute.name;
    html += "=\"" + escaped(attribute.value) + '"';
  }
  return Markup(html + '>');
}

Markup element(std::string_view tag, const Attributes& attributes, const Markup& content) {
  std::string html = opening(tag, attributes).html() + content.html() + "</";
  html += tag;
  return Markup(html + '>');
}

Markup element(std::string_view tag, const Markup& content) {
  return element(tag, {}, content);
}

Markup style_sheet(std::string_view css) {
  if (css.find('<') != std::string_view::npos) {
    throw Error(ErrorKind::bug, "the page's style sheet holds markup");
  }
  return Markup("<style>" + std::string(css) + "</style>");
}

Markup document(const Markup& html) {
  return Markup("<!DOCTYPE html>\n" + html.html() + "\n");
}

}  // namespace bursar::page
