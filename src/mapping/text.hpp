#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bursar::mapping {

// `text` as files of accounting software can bear it: one line of valid UTF-8. White space and line
// breaks of any kind become single blanks, none at either end; control characters and byte order
// marks are dropped; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string clean_text(std::string_view text);

// The first `most` characters (code points) of valid UTF-8.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t most);

}  // namespace bursar::mapping
