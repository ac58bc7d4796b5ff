#pragma once

#include <string>
#include <string_view>

namespace bursar::text {

// Whether the last part of a path looks more like an access token than like the name of a file: at
// least 32 letters, digits and signs of base 64 with some digits among them, and no file extension.
[[nodiscard]] bool looks_like_token(std::string_view path);

// How an error names a file that is not there: by its path; where that looks like a token that was
// put in its place by mistake, by `where` it stands, without repeating it.
[[nodiscard]] std::string named_file(const std::string& path, std::string_view where);

}  // namespace bursar::text
