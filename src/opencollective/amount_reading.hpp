#pragma once

// Internal to the client (see exchange.hpp).

#include <cstdint>

#include <nlohmann/json.hpp>

namespace bursar::opencollective {

// An amount's hundredths; 0 where there is none. GraphQL sends them as Float, in whole numbers.
[[nodiscard]] std::int64_t hundredths(const nlohmann::json& amount);

}  // namespace bursar::opencollective
