#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "document/node.hpp"

namespace bursar::document {

// A character that acts where it should be read: on a terminal, in a line, or in the order of a
// text. Those are the controls of ASCII and Latin-1 (C0, DEL, C1), the line and paragraph
// separators, and the marks that turn the direction of writing.
struct ControlCharacter {
  std::uint32_t code = 0;  // of Unicode
  std::size_t at = 0;      // its first byte in the text
  std::size_t size = 0;    // in bytes
};

// The first one from the byte `from` on.
[[nodiscard]] std::optional<ControlCharacter> find_control_character(std::string_view text,
                                                                     std::size_t from = 0);

// document::parse for layouts and rules, which may come from strangers and whose texts are shown
// and written into other files: the same, but no key and no text may hold a control character. A
// text that is a tab and nothing else passes: it is a delimiter. Throws Error(config) with
// name:line:column of each.
[[nodiscard]] Node parse_printable(std::string_view text, const std::string& name);

}  // namespace bursar::document
