#pragma once

#include <cstdint>
#include <optional>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"

namespace bursar::ledger {

// Which date of a record counts (accounting.md R8). `paid` exists for expenses only.
enum class DateBasis : std::uint8_t { created, effective, paid };

// The organisation's calendar day of a moment that may have been typed as a day: exactly
// 00:00:00.000Z is a calendar date that a person entered and is not converted (R8).
[[nodiscard]] CivilDate typed_date(Instant t, const TimeZone& zone);

// The day a transaction falls on: createdAt, or clearedAt where the basis is `effective` and there
// is one. Other than `effective` counts as `created`.
[[nodiscard]] CivilDate transaction_date(Instant created_at, std::optional<Instant> cleared_at,
                                         DateBasis basis, const TimeZone& zone);

}  // namespace bursar::ledger
