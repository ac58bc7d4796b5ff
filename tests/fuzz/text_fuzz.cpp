// Texts as accounting software can bear them: one line of valid UTF-8, cut and transliterated
// without breaking a character.
#include <algorithm>

#include "fuzz_target.hpp"
#include "mapping/text.hpp"
#include "mapping/transliteration.hpp"

namespace bursar::fuzz {
namespace {

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const mapping::Character next = mapping::decode_character(text);
    if (next.code == mapping::Character::not_utf8) return false;
    text.remove_prefix(next.size);
  }
  return true;
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const std::string clean = mapping::clean_text(fuzz::text_of(data, size));
  fuzz::require(fuzz::is_utf8(clean), "cleaned text is valid UTF-8");
  fuzz::require(std::none_of(clean.begin(), clean.end(),
                             [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
                "cleaned text is one line without control characters");
  fuzz::require(mapping::clean_text(clean) == clean, "clean text stays as it is");
  const std::string cut = mapping::cut_with_hash(clean, 22);
  fuzz::require(fuzz::is_utf8(cut) && mapping::count_characters(cut) <= 22,
                "what is cut has its length and is valid");
  std::string encoded = clean;
  mapping::encode_windows_1252(encoded, 0);
  fuzz::require(encoded.size() <= 4 * clean.size() + 4, "transliteration does not run away");
  return 0;
}
