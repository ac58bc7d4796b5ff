#pragma once

// Internal to the client (see exchange.hpp).

#include <string>

#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// See Client::probe.
[[nodiscard]] Probe probe_source(Exchange& exchange, const std::string& slug,
                                 Perspective perspective, ProbeDepth depth);

}  // namespace bursar::opencollective
