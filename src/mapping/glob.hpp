#pragma once

#include <string_view>

namespace bursar::mapping {

// Patterns as file names have them: `*` is any text, none included; `?` is any one character.
[[nodiscard]] bool is_glob(std::string_view text);

// Takes at most pattern times text steps, whatever the pattern.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

// Whether `wide` matches all that `narrow` matches. False where that cannot be told.
[[nodiscard]] bool glob_covers(std::string_view wide, std::string_view narrow);

}  // namespace bursar::mapping
