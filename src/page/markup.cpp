#include "page/markup.hpp"

#include <cstddef>
#include <cstdint>

#include "error/error.hpp"
#include "text/utf8.hpp"

namespace bursar::page {
namespace {

bool is_shown(std::uint32_t point) {
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
    const text::Character next = text::decode_character(utf8.substr(at, 4));
    if (next.code == '\r') {
      out += ' ';  // half of a line's end: nothing is missing
    } else if (next.code == text::Character::not_utf8 || !is_shown(next.code)) {
      out += text::replacement_character;
    } else {
      append_escaped(utf8.substr(at, next.size), out);
    }
    at += next.size;
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
