#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/narrowing.hpp"
#include "audit/scope.hpp"
#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "store/audit_memory.hpp"
#include "store/month_groups.hpp"

namespace bursar::audit {

// A month whose sums on the platform are not those of the stored rows, or of which they changed
// though those of the stored rows did not.
struct DifferingSums {
  DifferingMonth month;
  store::AgreedSums now;
  // Figures that can be compared differ. Otherwise the platform's sums are only others than before,
  // and reading the month again settles it.
  bool compared = false;
};

// A month that is read again with nothing to be told of it, because its sums prove nothing: the
// present one of a host, whose report has rows that came since the last reading and an hour ago at
// worst misses some (F 12.21), or one that cannot be compared and was over only now, so that no run
// before knows its sums.
struct UnprovenMonth {
  store::Interval interval;
  // To be remembered once the month is read; none of the present one.
  std::optional<store::AgreedSums> now;
};

struct SumsComparison {
  std::vector<DifferingSums> differing;
  // Months to be remembered as they are.
  std::map<ledger::Instant, store::AgreedSums> agreed;
  std::vector<UnprovenMonth> unproven;
};

// Compares the platform's monthly sums (F 12.14) with the stored rows: by kind, direction and
// refund state, and each of amount, fees, tax and net, where all of the month is in the currency of
// the report; else with the sums of the run before. Rows are added up only of months whose sums are
// not those that agreed last; of every month with `all`. Months with rows that nobody could read
// are left out.
[[nodiscard]] SumsComparison compare_sums(const Scope& scope,
                                          const std::vector<opencollective::MonthSums>& sums,
                                          bool all);

// By how much the platform's sums of one month are above those of the stored rows, by kind.
// `groups` are of that month alone. False where they cannot be compared.
[[nodiscard]] bool compare_month(const opencollective::MonthSums& there,
                                 const std::vector<store::MonthGroup>& groups,
                                 DifferingMonth& month);

// The stored rows that the reports of this account, or of the source's host, add up: an account's
// children belong to it, vendors do not (F 7.12).
[[nodiscard]] store::AskedRows rows_of_reports(const Scope& scope, const std::string& account);

}  // namespace bursar::audit
