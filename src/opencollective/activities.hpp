#pragma once

// Internal to the client (see exchange.hpp).

#include <optional>

#include <nlohmann/json.hpp>

#include "opencollective/client.hpp"
#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// Reads all pages of activities_document; `variables` lack limit and offset. Nothing when they are
// withheld from the token.
[[nodiscard]] std::optional<Touched> read_activities(Exchange& exchange, nlohmann::json variables);

}  // namespace bursar::opencollective
