#pragma once

#include <optional>
#include <string>

#include "ledger/coding.hpp"
#include "mapping/compiled_chart.hpp"

namespace bursar::mapping {

// Chart::needs.
[[nodiscard]] ChartNeeds needs_of(const CompiledChart& chart, ledger::TaxMode mode);
// Chart::missing_for.
[[nodiscard]] std::optional<std::string> missing_in_vat(const CompiledChart& chart,
                                                        ledger::TaxMode mode);

}  // namespace bursar::mapping
