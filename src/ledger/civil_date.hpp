#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/instant.hpp"

namespace bursar::ledger {

// A calendar day in whatever calendar the context says (usually the organisation's time zone):
// whole days since 1970-01-01.
struct CivilDate {
  std::int32_t days = 0;
  auto operator<=>(const CivilDate&) const = default;
};

struct YearMonthDay {
  int year = 1970;
  unsigned month = 1;  // 1..12
  unsigned day = 1;    // 1..31
};

[[nodiscard]] YearMonthDay year_month_day(CivilDate date);
// `ymd` must be a date that exists.
[[nodiscard]] CivilDate civil_date(YearMonthDay ymd);

// "2026-11-15". Nothing for anything else, dates that do not exist included.
[[nodiscard]] std::optional<CivilDate> parse_civil_date(std::string_view text);
[[nodiscard]] std::string format_civil_date(CivilDate date);

// A time zone of the IANA database, by its name ("Europe/Brussels").
class TimeZone {
 public:
  // Nothing when the system's zone database does not know the name.
  static std::optional<TimeZone> find(std::string_view name);
  static TimeZone utc();

  [[nodiscard]] const std::string& name() const;
  // The day that a clock on the wall shows at `t`.
  [[nodiscard]] CivilDate date_of(Instant t) const;
  // The first instant of `date` on that clock (where midnight does not exist, the first that does).
  [[nodiscard]] Instant start_of(CivilDate date) const;

 private:
  struct Zone;
  explicit TimeZone(std::shared_ptr<const Zone> zone);
  std::shared_ptr<const Zone> zone_;
};

}  // namespace bursar::ledger
