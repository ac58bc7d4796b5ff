#include "ledger/fiscal_year.hpp"

#include <fmt/format.h>

namespace bursar::ledger {

std::optional<MonthDay> parse_month_day(std::string_view text) {
  // Of a year that is no leap year.
  const auto date = parse_civil_date("2025-" + std::string(text));
  if (!date) return std::nullopt;
  const YearMonthDay parts = year_month_day(*date);
  return MonthDay{parts.month, parts.day};
}

std::string format_month_day(MonthDay day) {
  return fmt::format("{:02}-{:02}", day.month, day.day);
}

CivilDate start_of_fiscal_year(CivilDate date, MonthDay first) {
  const int year = year_month_day(date).year;
  const CivilDate this_year = civil_date({year, first.month, first.day});
  return this_year <= date ? this_year : civil_date({year - 1, first.month, first.day});
}

}  // namespace bursar::ledger
