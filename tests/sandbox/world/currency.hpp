#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "world/time.hpp"

namespace bursar::sandbox {

/// The currencies that occur in the sandbox world.
enum class Currency : std::uint8_t { USD, EUR, GBP, JPY, INR, CAD, CHF, NZD, XOF };

std::string_view code(Currency currency);
std::optional<Currency> currency_from(std::string_view code);

/// Currencies without a minor unit: still kept in hundredths, in multiples of 100 (F 5.9.1).
bool zero_decimal(Currency currency);

/// Rounds cents as the platform does: half up towards +infinity, to 100 for yen (F 5.9.5).
std::int64_t platform_round(double cents, Currency currency);

/// A made-up but stable rate per month; 1 between equal currencies.
double fx_rate(Currency from, Currency to, Micros at);

}  // namespace bursar::sandbox
