#pragma once

#include <string>
#include <string_view>

namespace bursar::text {

// `text` as a terminal, a log or a table can show it, on one line: every character that could
// steer a terminal, break a line, turn the order of what follows around or hide becomes an escape
// to be read: "\n", "\r", "\t", and "\u001b" for the rest of them: controls (C0, DEL, C1), line and
// paragraph separators, marks of direction, characters without a width but those that join letters,
// and what is no character. Bytes that are no UTF-8 become U+FFFD. A backslash stays itself, so
// that shown text stays as it is when it is shown again; and what is valid JSON remains so, with
// the same meaning, if it is one line.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace bursar::text
