#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "os/secret.hpp"

namespace bursar::config {

// The token in `text`, white space around it cut off. Throws Error(config), saying that it came
// from `where`, when nothing is left, or when there is white space or a control character within.
[[nodiscard]] os::Secret token_from_text(std::string_view text, const std::string& where);

// The same from the first line of what can be read from a descriptor, all of which is read, 8 KiB
// at most. What was read is overwritten. `wait` is called before each read: it may throw.
[[nodiscard]] os::Secret read_token(
    int descriptor, const std::string& where, const std::function<void()>& wait = [] {});

}  // namespace bursar::config
