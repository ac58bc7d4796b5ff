#pragma once

#include <cstdint>

#include "ledger/money.hpp"

namespace bursar::ledger {

// amount * numerator / denominator, rounded half up to the decimals the currency is written with
// (whole yen). Rounds the magnitude, so that the opposite amount gives the opposite result: a
// refund undoes its original to the cent. Throws Error(bug) where the product does not fit 64 bits
// or the denominator is not positive.
[[nodiscard]] Money proportion_of(Money amount, std::int64_t numerator, std::int64_t denominator);

// The smallest amount the currency is written with, in hundredths: 1, or 100 for yen.
[[nodiscard]] std::int64_t smallest_unit(Currency currency);

}  // namespace bursar::ledger
