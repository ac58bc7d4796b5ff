#pragma once

#include <string>
#include <string_view>

namespace bursar::document {

// How texts of any origin are written into a TOML document. Whatever they hold, they stay what they
// are: a value reads back as the same text, a key as the same key, a comment as nothing.

// A text in double quotes, on one line.
[[nodiscard]] std::string toml_text(std::string_view text);
// A key, in quotes where it needs them.
[[nodiscard]] std::string toml_key(std::string_view key);
// "# " and the text on one line, a blank for each control character. Ends no line.
[[nodiscard]] std::string toml_comment(std::string_view text);

}  // namespace bursar::document
