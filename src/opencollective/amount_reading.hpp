#pragma once

// Internal to the client (see exchange.hpp).

#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

namespace bursar::opencollective {

// The hundredths that a number gives; nothing for one that is beyond largest_sum. Throws
// json::exception for what is no number. GraphQL sends them as Float, in whole numbers.
[[nodiscard]] std::optional<std::int64_t> hundredths_within_bounds(const nlohmann::json& cents);

// An amount's hundredths; 0 where there is none. Throws std::runtime_error for a sum that is
// beyond largest_sum.
[[nodiscard]] std::int64_t hundredths(const nlohmann::json& amount);

}  // namespace bursar::opencollective
