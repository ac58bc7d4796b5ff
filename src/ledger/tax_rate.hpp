#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/money.hpp"

namespace bursar::ledger {

// A tax rate as an exact decimal: 0.21 is 210000 millionths. Never a floating-point number, because
// half a cent decides.
struct TaxRate {
  std::int64_t millionths = 0;
  auto operator<=>(const TaxRate&) const = default;
};

// Reads "0.21", "0.055", "0", "1". Decimals beyond the sixth are rounded half up: the platform's
// own rates come out of floating-point arithmetic ("0.21000000000000002"). Nothing for anything
// else, signs and exponents included.
[[nodiscard]] std::optional<TaxRate> parse_tax_rate(std::string_view text);
[[nodiscard]] std::string format_tax_rate(TaxRate rate);  // "0.21", "0.055"

// The tax inside an amount that includes it: G - G/(1 + rate), half up (R5).
[[nodiscard]] Money tax_within(Money gross, TaxRate rate);
// The tax on top of an amount without it, as accounting software computes it: N * rate, half up.
[[nodiscard]] Money tax_on(Money net, TaxRate rate);

}  // namespace bursar::ledger
