#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::config {

// "90 s", "5 min", "72 h", "3 d" (the blank may be left out), in seconds. Nothing for anything
// else: a number without a unit is a guess.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);

// The other way round, in the largest unit that needs no fraction.
[[nodiscard]] std::string format_duration(std::int64_t seconds);

}  // namespace bursar::config
