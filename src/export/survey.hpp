#pragma once

#include <functional>
#include <vector>

#include "export/coded_group.hpp"
#include "export/context.hpp"

namespace bursar::exporting {

// A line of the ledger that is in the books of a profile, handed over or not.
struct SurveyedLine {
  const ledger::Line& line;
  const store::StoredTransaction& row;
  ledger::UnitKey key;
  ledger::CivilDate day;  // of its entry, before any limit
};

// Calls `visit` for each line that is dated from the profile's start on and in `range`, group by
// group, in bounded memory. Returns the groups that cannot be booked, and why.
[[nodiscard]] std::vector<Held> for_each_line(
    const Context& context, const DayRange& range,
    const std::function<void(const SurveyedLine& line)>& visit);

}  // namespace bursar::exporting
