#pragma once

#include <vector>

#include "audit/balance_reading.hpp"
#include "audit/narrowing.hpp"
#include "audit/scope.hpp"

namespace bursar::audit {

// A balance may be right today though two mistakes of the past make up for each other. These are
// the months at whose end the balance is not the platform's, of lines that agree at the safe date
// and now. Of many accounts only every second month is looked at, or every third, and so on.
[[nodiscard]] std::vector<DifferingMonth> check_running_balances(const Scope& scope,
                                                                 const Balances& balances);

}  // namespace bursar::audit
