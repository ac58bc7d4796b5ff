#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/delta.hpp"
#include "store/database.hpp"
#include "store/journal_ledger.hpp"

namespace bursar::store {

// A line that a journal handed over for a row, with where it went.
struct TracedLine {
  ledger::UnitKey key;
  ledger::BookedLine booked;
  LineOrigin origin = LineOrigin::original;
  bool standing = true;
  // Nothing: caught up, never handed over.
  std::optional<std::int64_t> batch;  // its key
  std::string entry;
  std::optional<std::int64_t> entry_no;
  std::optional<ledger::CivilDate> day;
  std::optional<ledger::CivilDate> moved_from;
};
// Oldest first.
[[nodiscard]] std::vector<TracedLine> traced_lines(Database& database, std::int64_t profile,
                                                   ledger::Key row);

// How many lines on suspense stand in entries of a journal that are dated up to a day.
[[nodiscard]] std::int64_t lines_on_suspense(Database& database, std::int64_t profile,
                                             ledger::CivilDate day);

}  // namespace bursar::store
