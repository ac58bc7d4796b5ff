#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/money.hpp"
#include "page/drawing.hpp"
#include "page/markup.hpp"

namespace bursar::page {

// The page's charts, drawn as SVG. Colours are the style sheet's; what a colour says, a pattern or
// a place says as well.

// Balances at the end of each month ("2026-03"), as a line. As many amounts as months.
[[nodiscard]] Markup balance_chart(const ChartName& name, const std::vector<std::string>& months,
                                   const std::vector<std::int64_t>& balances,
                                   ledger::Currency currency);

// Two columns a month, side by side, both measured from zero: income plain, spending hatched.
struct MonthPair {
  std::int64_t income = 0;
  std::int64_t spending = 0;  // + is money out
};
[[nodiscard]] Markup income_chart(const ChartName& name, const std::vector<std::string>& months,
                                  const std::vector<MonthPair>& pairs, ledger::Currency currency);

// A bar for each named amount, from a common zero: credits plain to the right, debits hatched to
// the left. At most some twenty are readable.
struct NamedAmount {
  std::string name;
  ledger::Money amount;  // + is to the right
};
[[nodiscard]] Markup bar_chart(const ChartName& name, const std::vector<NamedAmount>& bars);

// A line of a table cell's height: where an amount went, without axes. Says nothing that the cells
// beside it do not say, so it is hidden from screen readers.
[[nodiscard]] Markup sparkline(const std::vector<std::int64_t>& amounts);

// The pattern that the hatched shapes of a page refer to: once a page.
[[nodiscard]] Markup hatching();

}  // namespace bursar::page
