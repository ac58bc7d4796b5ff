#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bursar::mapping {

// The character in letters of ASCII: "e" for é, "L" for Ł, "ss" for ß, "-" for –, "EUR" for €.
// Nothing for what only modifies its neighbour (combining accents, joiners); "?" for what has no
// such form (東, 🎉). What is outside Windows-1252 becomes at most one character, so that texts
// that were cut to a length keep it.
[[nodiscard]] std::string_view ascii_form(std::uint32_t code);

// Makes Windows-1252 of the valid UTF-8 that stands from `start`; what it cannot carry gets its
// ASCII form.
void encode_windows_1252(std::string& text, std::size_t start);

}  // namespace bursar::mapping
