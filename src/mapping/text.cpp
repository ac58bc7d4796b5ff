#include "mapping/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bursar::mapping {
namespace {

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
