#pragma once

// Internal to the client (see exchange.hpp).

#include <optional>
#include <string>
#include <vector>

#include "opencollective/client.hpp"
#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// See Client::control_totals. The reports are experimental (F 10.7): an API that refuses them,
// fails at them, or answers otherwise than known, gives nothing. Only the network throws.
[[nodiscard]] std::optional<std::vector<MonthTotal>> read_control_totals(Exchange& exchange,
                                                                         const std::string& account,
                                                                         Perspective perspective,
                                                                         ledger::Instant to);

}  // namespace bursar::opencollective
