#include "report/sheet.hpp"

#include "text/csv_row.hpp"

namespace bursar::report {

std::string to_csv(const std::vector<Sheet>& sheets) {
  std::string csv;
  if (sheets.empty()) return csv;
  Row names;
  for (const Column& column : sheets.front().columns) names.push_back(column.name);
  text::append_csv_row(names, csv);
  for (const Sheet& sheet : sheets) {
    for (const Row& row : sheet.rows) text::append_csv_row(row, csv);
  }
  return csv;
}

}  // namespace bursar::report
