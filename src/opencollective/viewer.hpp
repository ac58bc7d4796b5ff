#pragma once

// Internal to the client (see exchange.hpp).

#include <optional>

#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// See Client::viewer.
[[nodiscard]] std::optional<Viewer> read_viewer(Exchange& exchange);

}  // namespace bursar::opencollective
