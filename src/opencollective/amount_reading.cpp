#include "opencollective/amount_reading.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "opencollective/bounds.hpp"

namespace bursar::opencollective {

using nlohmann::json;

std::int64_t hundredths(const json& amount) {
  if (!amount.is_object()) return 0;
  const json& cents = amount.at("valueInCents");
  if (cents.is_null()) return 0;
  // Also refuses what is not a number at all.
  const bool fits = std::abs(cents.get<double>()) <= static_cast<double>(largest_sum);
  if (!fits) throw std::range_error("a report has a sum beyond all money");
  return cents.is_number_integer() ? cents.get<std::int64_t>()
                                   : static_cast<std::int64_t>(cents.get<double>());
}

std::optional<std::int64_t> balance_in(const json& balance, ledger::Currency currency) {
  try {
    const bool given = balance.is_object() && balance.at("valueInCents").is_number() &&
                       balance.at("currency") == std::string(currency.code());
    return given ? std::optional(hundredths(balance)) : std::nullopt;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const std::range_error&) {
    return std::nullopt;
  }
}

std::optional<std::int64_t> count_in(const json& count) {
  if (!count.is_number_integer()) return std::nullopt;
  const double rows = count.get<double>();
  if (rows < 0 || rows > static_cast<double>(most_rows)) return std::nullopt;
  return count.get<std::int64_t>();
}

}  // namespace bursar::opencollective
