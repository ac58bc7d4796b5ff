#pragma once

#include <cstdint>

namespace bursar::opencollective {

// Internal to the client (see exchange.hpp).

// The platform's amounts fit 32 bits (F 5.9.4). What is beyond these bounds, in hundredths, is no
// amount but a fault of the answer, and would only overflow in the sums of the books.
inline constexpr std::int64_t largest_amount = 1'000'000'000'000'000;
// Balances and sums add up many amounts.
inline constexpr std::int64_t largest_sum = 100 * largest_amount;

}  // namespace bursar::opencollective
