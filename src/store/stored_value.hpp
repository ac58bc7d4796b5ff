#pragma once

#include <cstdint>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"

namespace bursar::store {

// Numbers that come out of a database and are calculated with. A database may have been written by
// anybody: what lies beyond every calendar and every count is refused with Error(data) where it is
// read, so that no loop over months runs for ever and no sum with such a number overflows.

// Milliseconds of the years 0000 to 9999, the dates that the platform can write.
[[nodiscard]] ledger::Instant stored_instant(std::int64_t ms);
// Days since 1970-01-01 of the same years, in any time zone.
[[nodiscard]] ledger::CivilDate stored_day(std::int64_t days);
// Numbers that are given one after the other, such as those of batches: 0 to 10^12.
[[nodiscard]] std::int64_t stored_ordinal(std::int64_t number);

}  // namespace bursar::store
