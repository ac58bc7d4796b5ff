#pragma once

#include <vector>

#include "reconcile/balance_reading.hpp"
#include "reconcile/difference.hpp"
#include "reconcile/narrowing.hpp"
#include "reconcile/scope.hpp"
#include "store/interval_set.hpp"

namespace bursar::reconcile {

// What is stored beside what the platform says, and the months in which the two part.
struct Comparison {
  Balances balances;
  std::vector<DifferingMonth> months;
};

// Compares all that can be compared. A month is told of by the first check that finds it.
[[nodiscard]] Comparison compare(const Scope& scope);

// The months of a line that differs. Where the platform could not be asked for a sum of its ledger
// made anew, and its reports find nothing in any of them, it is the view of balances that lags: the
// line gets that state.
[[nodiscard]] std::vector<DifferingMonth> search_months(const Scope& scope, const Facts& facts,
                                                        AccountBalance& line);

// Whether the platform's own rows may be the reason, whatever is stored.
[[nodiscard]] bool may_be_theirs(const DifferingMonth& month);

// Puts into words what was compared, before anything was read again and after that. What was found
// first and is not there any more was healed; a difference that has no month is told of by its
// account.
void name_months(const std::vector<DifferingMonth>& first, const Comparison& last,
                 const std::vector<store::Interval>& read_again,
                 std::vector<Difference>& differences);
// What a line is to be told of besides.
void name_apart(const AccountBalance& line, std::vector<Difference>& differences);

}  // namespace bursar::reconcile
