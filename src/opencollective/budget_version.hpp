#pragma once

// Internal to the client (see exchange.hpp).

#include <cstdint>

#include <nlohmann/json.hpp>

namespace bursar::opencollective {

// settings.budget.version of an account: "v1", "v2" or "v3" (F 7.5); 2 when not set.
[[nodiscard]] std::int64_t budget_version(const nlohmann::json& settings);

}  // namespace bursar::opencollective
