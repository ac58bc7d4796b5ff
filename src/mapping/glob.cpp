#include "mapping/glob.hpp"

#include <cstddef>

namespace bursar::mapping {
namespace {

constexpr std::size_t none = std::string_view::npos;

// Where the character at `at` ends: UTF-8 counts as one.
std::size_t behind(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

// Walks along both; where they part, goes back to the last `*` and lets it take one more. With
// `text_is_pattern`, a `*` in the text stands for texts of any length, so that only a `*` takes it.
bool walk(std::string_view pattern, std::string_view text, bool text_is_pattern) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = none;
  std::size_t taken = 0;
  while (t < text.size()) {
    const bool any_length = text_is_pattern && text[t] == '*';
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && pattern[p] == '?' && !any_length) {
      ++p;
      t = behind(text, t);
    } else if (p < pattern.size() && pattern[p] == text[t] && !any_length) {
      ++p;
      ++t;
    } else if (star != none) {
      p = star + 1;
      t = taken = behind(text, taken);
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool is_glob(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

bool glob_matches(std::string_view pattern, std::string_view text) {
  return walk(pattern, text, false);
}

bool glob_covers(std::string_view wide, std::string_view narrow) {
  return walk(wide, narrow, true);
}

}  // namespace bursar::mapping
