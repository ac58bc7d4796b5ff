#include "ledger/accounting_date.hpp"

namespace bursar::ledger {

CivilDate typed_date(Instant t, const TimeZone& zone) {
  if (t.ms % ms_per_day == 0) return TimeZone::utc().date_of(t);
  return zone.date_of(t);
}

CivilDate transaction_date(Instant created_at, std::optional<Instant> cleared_at, DateBasis basis,
                           const TimeZone& zone) {
  if (basis == DateBasis::effective && cleared_at) return typed_date(*cleared_at, zone);
  return zone.date_of(created_at);
}

}  // namespace bursar::ledger
