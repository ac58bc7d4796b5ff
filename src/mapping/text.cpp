#include "mapping/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bursar::mapping {
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

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// 64-bit FNV-1a: public, tiny and the same for ever.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

}  // namespace

Character decode_character(std::string_view text) {
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
      append("\xEF\xBF\xBD");
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

void squeeze_blanks(std::string& text, std::size_t start) {
  std::size_t kept = start;
  for (std::size_t i = start; i < text.size(); ++i) {
    const bool superfluous = text[i] == ' ' && (kept == start || text[kept - 1] == ' ');
    if (!superfluous) text[kept++] = text[i];
  }
  if (kept > start && text[kept - 1] == ' ') --kept;
  text.resize(kept);
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (starts_character(text[i]) && seen++ == most) return text.substr(0, i);
  }
  return text;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string cut_with_hash(std::string_view text, std::size_t most) {
  constexpr std::size_t tail = 7;  // the dash and six digits
  if (count_characters(text) <= most) return std::string(text);
  std::string_view head = first_characters(text, most - tail);
  if (head.ends_with(' ')) head.remove_suffix(1);
  return fmt::format("{}-{:06x}", head, hash_of(text) & 0xFFFFFFU);
}

}  // namespace bursar::mapping
