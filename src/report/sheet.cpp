#include "report/sheet.hpp"

#include "text/csv_row.hpp"

namespace bursar::report {

std::string decimal(ledger::Money money) {
  constexpr int hundredths_per_unit = 100;
  constexpr int all_decimals = 2;
  const bool has_hundredths = money.hundredths % hundredths_per_unit != 0;
  std::string text;
  ledger::append_amount(money, '.', has_hundredths ? all_decimals : money.currency.minor_digits(),
                        text);
  return text;
}

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
