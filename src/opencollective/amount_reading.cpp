#include "opencollective/amount_reading.hpp"

#include <stdexcept>

#include "opencollective/amount_bound.hpp"

namespace bursar::opencollective {

std::optional<std::int64_t> hundredths_within_bounds(const nlohmann::json& cents) {
  if (cents.is_number_unsigned() &&
      cents.get<std::uint64_t>() > static_cast<std::uint64_t>(largest_sum)) {
    return std::nullopt;
  }
  if (cents.is_number_integer()) {
    const auto whole = cents.get<std::int64_t>();
    if (whole < -largest_sum || whole > largest_sum) return std::nullopt;
    return whole;
  }
  const auto number = cents.get<double>();
  constexpr auto bound = static_cast<double>(largest_sum);
  if (!(number >= -bound && number <= bound)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::int64_t hundredths(const nlohmann::json& amount) {
  if (!amount.is_object()) return 0;
  const nlohmann::json& cents = amount.at("valueInCents");
  if (cents.is_null()) return 0;
  const auto read = hundredths_within_bounds(cents);
  if (!read) throw std::runtime_error("a report has a sum beyond all money");
  return *read;
}

}  // namespace bursar::opencollective
