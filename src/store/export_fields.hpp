#pragma once

#include <cstdint>
#include <optional>

#include "ledger/civil_date.hpp"
#include "ledger/delta.hpp"
#include "store/fields.hpp"

namespace bursar::store {

// How the export ledger writes a part of a row, and days.

inline constexpr std::int64_t derived_part = 8;

inline std::int64_t part_number(const ledger::UnitKey& key) {
  return static_cast<std::int64_t>(key.part) + (key.derived ? derived_part : 0);
}
inline ledger::UnitKey unit_key(ledger::Key row, std::int64_t number) {
  return {row, static_cast<ledger::Part>(number % derived_part), number >= derived_part};
}

inline std::optional<ledger::CivilDate> optional_day(FieldReader& read) {
  const auto days = read.optional_number();
  return days ? std::optional(stored_day(*days)) : std::nullopt;
}
inline void bind_day(FieldBinder& binder, const std::optional<ledger::CivilDate>& day) {
  if (day) {
    binder.number(day->days);
  } else {
    binder.null();
  }
}

}  // namespace bursar::store
