#pragma once

// Internal to the client (see exchange.hpp).

#include <string>
#include <vector>

#include "opencollective/client.hpp"
#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// See Client::figures and Client::monthly_sums. A refusal is an answer; only the network throws.
[[nodiscard]] Figures read_figures(Exchange& exchange, const FiguresQuestion& question);
[[nodiscard]] Evidence<std::vector<MonthSums>> read_monthly_sums(Exchange& exchange,
                                                                 const std::string& account,
                                                                 Perspective perspective,
                                                                 ledger::Instant to);

}  // namespace bursar::opencollective
