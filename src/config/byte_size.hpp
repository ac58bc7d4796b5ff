#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::config {

// "500 kB", "25 MB", "1 GB" (the blank may be left out), in bytes; a kB is 1000. Nothing for
// anything else: a number without a unit is a guess.
[[nodiscard]] std::optional<std::int64_t> parse_byte_size(std::string_view text);

// The other way round, in the largest unit that needs no fraction.
[[nodiscard]] std::string format_byte_size(std::int64_t bytes);

}  // namespace bursar::config
