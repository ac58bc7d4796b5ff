#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"

namespace bursar::ledger {

// A day of every year: the first of an organisation's fiscal years.
struct MonthDay {
  unsigned month = 1;  // 1..12
  unsigned day = 1;    // 1..31
  bool operator==(const MonthDay&) const = default;
};

// "04-06". Nothing for anything else, nor for 02-29, which most years do not have.
[[nodiscard]] std::optional<MonthDay> parse_month_day(std::string_view text);
[[nodiscard]] std::string format_month_day(MonthDay day);

// The first day of the fiscal year that `date` lies in. A fiscal year bears the number of the
// calendar year that it begins in.
[[nodiscard]] CivilDate start_of_fiscal_year(CivilDate date, MonthDay first);

}  // namespace bursar::ledger
