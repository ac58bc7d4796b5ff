#pragma once

#include <optional>
#include <string_view>

#include "ledger/tax_rate.hpp"

namespace bursar::mapping {

// A tax rate as charts write it: 0.21 for 21 %. Nothing for 21, which would be 2100 %.
[[nodiscard]] inline std::optional<ledger::TaxRate> chart_rate(std::string_view text) {
  constexpr ledger::TaxRate whole{1'000'000};
  const std::optional<ledger::TaxRate> rate = ledger::parse_tax_rate(text);
  return rate && *rate < whole ? rate : std::nullopt;
}

}  // namespace bursar::mapping
