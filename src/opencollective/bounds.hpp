#pragma once

// Internal to the client. What no answer of the real platform comes near: whatever is beyond is
// refused before it costs memory, requests or an overflow.

#include <cstdint>

namespace bursar::opencollective {

// An amount of money, in hundredths: the platform's own fit 32 bits (F 5.9.4).
inline constexpr std::int64_t largest_amount = 1'000'000'000'000'000;
// Balances and sums add up many of them. Two can be added and subtracted.
inline constexpr std::int64_t largest_sum = 100 * largest_amount;
// A number of rows that is counted.
inline constexpr std::int64_t most_rows = 1'000'000'000'000;
// An answer that is parsed as a tree takes up to thirty times its size in memory.
inline constexpr std::int64_t most_bytes_of_tree = std::int64_t{16} << 20;
// Pages of one list.
inline constexpr std::int64_t most_pages = 500;

}  // namespace bursar::opencollective
