#pragma once

#include <string>
#include <string_view>

namespace bursar::text {

// `text` as files can bear it: one line of valid UTF-8. White space and line breaks of any kind
// become single blanks, none at either end; control characters and byte order marks are dropped;
// bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string clean_text(std::string_view text);
// Appends the same.
void append_clean_text(std::string_view text, std::string& out);

}  // namespace bursar::text
