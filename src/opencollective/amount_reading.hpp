#pragma once

// Internal to the client (see exchange.hpp).

#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

#include "ledger/money.hpp"

namespace bursar::opencollective {

// An amount's hundredths; 0 where there is none. GraphQL sends them as Float, in whole numbers.
// Throws json::exception for what is no amount, std::range_error for one beyond largest_sum.
[[nodiscard]] std::int64_t hundredths(const nlohmann::json& amount);
// The same of a balance that was asked for in this currency; nothing where it is missing, absurd,
// or in another one, which is another figure.
[[nodiscard]] std::optional<std::int64_t> balance_in(const nlohmann::json& balance,
                                                     ledger::Currency currency);
// A number of rows; nothing where it is none.
[[nodiscard]] std::optional<std::int64_t> count_in(const nlohmann::json& count);

}  // namespace bursar::opencollective
