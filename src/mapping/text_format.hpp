#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bursar::mapping {

using CharacterSet = std::bitset<128>;  // of ASCII

// One of the steps that {field:step,step} takes a text through, from left to right.
struct TextStep {
  enum class Kind : std::uint8_t {
    cut,            // cut=40: the first 40 characters
    cut_with_hash,  // cut=22#: as cut_with_hash() in text.hpp
    shorten,        // short=8: 8 characters of an id, and what follows its first dot or colon
    only,           // only=A-Za-z0-9: the rest in ASCII letters where it has them, else dropped
    must,           // must=0-9: an error where there is anything else
    most,           // max=9: an error where there are more characters
    // What plain-text ledgers (hledger, ledger) read as syntax is none: in a comment no tag and no
    // date of a posting, in a description no comment and no payee.
    comment,
    description,
    ascii,  // everything in ASCII letters, "?" where there are none
    upper,  // of ASCII letters
    lower,
  };
  Kind kind = Kind::cut;
  std::size_t characters = 0;
  CharacterSet allowed;
  std::string written;  // for messages
};
using TextFormat = std::vector<TextStep>;

// Compiles "cut=40", "only=A-Z0-9,cut=36", or says in a sentence what is wrong with it.
[[nodiscard]] std::variant<TextFormat, std::string> compile_text_format(std::string_view text);

// Appends `text` cleaned (see text.hpp) and taken through the steps. Throws Error(data) where it is
// not what `must` and `max` ask.
void append_text(std::string_view text, const TextFormat& format, std::string& out);

}  // namespace bursar::mapping
