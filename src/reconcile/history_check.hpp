#pragma once

#include <vector>

#include "reconcile/balance_reading.hpp"
#include "reconcile/narrowing.hpp"
#include "reconcile/scope.hpp"

// A balance may be right today though two mistakes of the past make up for each other. What the
// platform says of single months is compared here, whatever the balances come to.
namespace bursar::reconcile {

// Months at whose end the balance is not the platform's, of lines that agree at the safe date and
// now. Of many accounts only every second month is looked at, or every third, and so on.
[[nodiscard]] std::vector<DifferingMonth> check_running_balances(const Scope& scope,
                                                                 const Balances& balances);
// Months in which the platform's own sums by kind, all accounts of the source together, are not
// those of the stored rows (F 7.12, F 7.13). Empty where this token is not given them.
[[nodiscard]] std::vector<DifferingMonth> check_kinds(const Scope& scope);
// Months of which the platform counts other rows than are stored; months with rows that nobody
// could read are left out.
[[nodiscard]] std::vector<DifferingMonth> check_counts(const Scope& scope, const Facts& facts);

}  // namespace bursar::reconcile
