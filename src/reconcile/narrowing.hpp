#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reconcile/balance_check.hpp"
#include "reconcile/balance_reading.hpp"
#include "reconcile/scope.hpp"
#include "store/interval_set.hpp"

namespace bursar::reconcile {

// A month, or what there is of one, in which the platform's figure is not that of the stored rows.
struct DifferingMonth {
  std::string account;  // public id; of a host's total the host's
  std::string slug;
  ledger::Currency currency;
  store::Interval interval;
  std::int64_t amount = 0;  // platform less stored; 0 where only counts are known
  std::string kinds;        // "EXPENSE, HOST_FEE"; empty where it cannot be told
  std::int64_t rows_there = 0;
  std::int64_t rows_here = 0;
};

// The months in which a line differs: by its balances at the end of each, which are exact. One
// request for two years and one for each month that differs. Empty where none can be made out.
[[nodiscard]] std::vector<DifferingMonth> narrow(const Scope& scope, const Facts& facts,
                                                 const AccountBalance& line);
// The months of an account of which the platform counts other rows than are stored: what can be
// compared where its balance cannot.
[[nodiscard]] std::vector<DifferingMonth> narrow_by_counts(const Scope& scope,
                                                           const AccountBalance& line);
// The months in which the platform's own sums over a host's rows are others, all accounts together.
// Empty where this token is not given them.
[[nodiscard]] std::vector<DifferingMonth> narrow_host_totals(const Scope& scope);

}  // namespace bursar::reconcile
