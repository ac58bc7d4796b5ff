#include "opencollective/amount_reading.hpp"

namespace bursar::opencollective {

std::int64_t hundredths(const nlohmann::json& amount) {
  if (!amount.is_object()) return 0;
  const nlohmann::json& cents = amount.at("valueInCents");
  if (cents.is_null()) return 0;
  return cents.is_number_integer() ? cents.get<std::int64_t>()
                                   : static_cast<std::int64_t>(cents.get<double>());
}

}  // namespace bursar::opencollective
