#pragma once

#include <string>
#include <vector>

namespace bursar::sandbox {

/// ` Did you mean "a" or "b"?`, or nothing: the wording and the choice of graphql-js.
std::string did_you_mean(const std::string& input, const std::vector<std::string>& options);

/// ` Did you mean to use an inline fragment on "A" or "B"?`, or nothing.
std::string did_you_mean_fragment(const std::vector<std::string>& types);

}  // namespace bursar::sandbox
