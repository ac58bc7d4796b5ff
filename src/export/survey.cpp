#include "export/survey.hpp"

#include <algorithm>

#include "error/error.hpp"
#include "ledger/line_date.hpp"
#include "store/groups.hpp"

namespace bursar::exporting {

std::vector<Held> for_each_line(const Context& context, const DayRange& range,
                                const std::function<void(const SurveyedLine& line)>& visit) {
  const Calendar& calendar = context.request.calendar;
  const ledger::CivilDate first =
      std::max(first_day_of(context.request), range.first.value_or(first_day_of(context.request)));
  std::vector<Held> broken;
  store::for_each_group(context.database, [&](const store::StoredGroup& stored) {
    try {
      const LedgerGroup group = ledger_group(stored, context);
      if (group.rows.empty()) return;
      const ledger::CivilDate day =
          ledger::date_of_entry(group.group, calendar.basis, calendar.zone);
      if (day < first || (range.last && day > *range.last)) return;
      for (const ledger::Line& line : group.lines) {
        visit({line, group.row_of(line), group.key_of(line), day});
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;
      broken.push_back({stored.id, error.what()});
    }
  });
  return broken;
}

}  // namespace bursar::exporting
