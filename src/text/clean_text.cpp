#include "text/clean_text.hpp"

#include <cstddef>
#include <cstdint>

#include "text/utf8.hpp"

namespace bursar::text {
namespace {

bool is_space(std::uint32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 ||
         code == 0x2029;
}

bool is_dropped(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFEFF || code == 0xFFFE ||
         code == 0xFFFF;
}

bool is_plain(char c) {
  return c > ' ' && c < '\x7F';
}

// How many bytes at the front are ASCII in need of no cleaning: words with single blanks between.
std::size_t clean_run(std::string_view text) {
  std::size_t run = 0;
  while (run < text.size()) {
    if (is_plain(text[run])) {
      ++run;
    } else if (text[run] == ' ' && run > 0 && run + 1 < text.size() && is_plain(text[run + 1])) {
      run += 2;
    } else {
      break;
    }
  }
  return run;
}

}  // namespace

void append_clean_text(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  bool blank_due = false;
  const auto append = [&](std::string_view bytes) {
    if (blank_due) out += ' ';
    blank_due = false;
    out += bytes;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t run = clean_run(text.substr(i)); run > 0) {
      append(text.substr(i, run));
      i += run;
      continue;
    }
    const Character character = decode_character(text.substr(i, 4));
    const std::string_view bytes = text.substr(i, character.size);
    i += character.size;
    if (is_space(character.code)) {
      blank_due = out.size() > start;
    } else if (character.code == Character::not_utf8) {
      append(replacement_character);
    } else if (!is_dropped(character.code)) {
      append(bytes);
    }
  }
}

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  append_clean_text(text, clean);
  return clean;
}

}  // namespace bursar::text
