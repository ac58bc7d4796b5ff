#pragma once

#include <string>
#include <string_view>

#include "cli/command_table.hpp"

namespace bursar::cli {

// The manual page in roff: what a person wrote, with the commands and options of the parser filled
// in, so that none is missing, wrong or left over.
//
// `written` is the page without them. In its sections COMMANDS and GLOBAL OPTIONS, what there is to
// say besides the parser's own sentence stands under a comment that names the command or option:
//
//     .\" bursar sync --deep
//     Otherwise a run compares …
//
// "@VERSION@" becomes the program's. Throws Error(data) where a comment names what does not exist.
[[nodiscard]] std::string manual_page(const CommandEntry& program, std::string_view written);

}  // namespace bursar::cli
