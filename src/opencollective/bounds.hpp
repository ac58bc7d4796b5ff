#pragma once

// Internal to the client. What no answer of the real platform comes near: whatever is beyond is
// refused before it costs memory, requests or an overflow.

#include <cstdint>

namespace bursar::opencollective {

// A sum of money, in hundredths: two of them can be added and subtracted.
inline constexpr std::int64_t most_hundredths = 100'000'000'000'000'000;
// A number of rows that is counted.
inline constexpr std::int64_t most_rows = 1'000'000'000'000;
// An answer that is parsed as a tree takes up to thirty times its size in memory.
inline constexpr std::int64_t most_bytes_of_tree = std::int64_t{16} << 20;
// Pages of one list.
inline constexpr std::int64_t most_pages = 500;

}  // namespace bursar::opencollective
