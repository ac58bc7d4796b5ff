#include "ledger/month.hpp"

#include "ledger/civil_date.hpp"

namespace bursar::ledger {

Instant start_of_month(Instant t) {
  const auto utc = TimeZone::utc();
  YearMonthDay day = year_month_day(utc.date_of(t));
  day.day = 1;
  return utc.start_of(civil_date(day));
}

Instant next_month(Instant month) {
  constexpr int into_the_next = 32;
  return start_of_month(start_of_month(month) + into_the_next * ms_per_day);
}

}  // namespace bursar::ledger
