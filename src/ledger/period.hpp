#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"

namespace bursar::ledger {

// Days of one calendar from the first to the last, both counted in; nothing: without end on that
// side.
struct DayRange {
  std::optional<CivilDate> first;
  std::optional<CivilDate> last;
};

[[nodiscard]] bool contains(const DayRange& range, CivilDate day);

// What bookkeepers call a period: "2026", "2026-Q1", "2026-03", "2026-03-15", two of these with
// ".." between them (either may be missing), "all". Nothing for anything else, nor for a range that
// ends before it begins.
[[nodiscard]] std::optional<DayRange> parse_period(std::string_view text);

// The same, and "this-month", "last-month", and so with "quarter" and "year", as seen on this day.
[[nodiscard]] std::optional<DayRange> parse_period(std::string_view text, CivilDate today);

// "2026-01-01 to 2026-03-31", "up to 2026-03-31", "from 2026-01-01", "all of history".
[[nodiscard]] std::string describe(const DayRange& range);

}  // namespace bursar::ledger
