#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bursar {

// The candidate that a person most likely meant by `typed`: the one at the smallest edit distance
// (insertion, deletion, substitution, transposition of neighbours), if that distance is at most a
// third of the word's length and at least 1. Empty when nothing is near enough. Ties go to the
// first candidate.
[[nodiscard]] std::string_view nearest_word(std::string_view typed,
                                            std::span<const std::string_view> candidates);

// `; did you mean "host"?` or an empty string: ready to be appended to a message.
[[nodiscard]] std::string did_you_mean(std::string_view typed,
                                       std::span<const std::string_view> candidates);

}  // namespace bursar
