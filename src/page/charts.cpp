#include "page/charts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "page/amount.hpp"

namespace bursar::page {
namespace {

constexpr double chart_width = 760;
constexpr double chart_height = 250;
constexpr int most_steps = 6;

std::string tip(const std::string& what, ledger::Money money) {
  return fmt::format("{}: {} {}", what, shown(money), money.currency.code());
}

Markup path(const std::string& through, std::string_view style_class) {
  return element("path", {{"class", std::string(style_class)}, {"d", through}}, {});
}

Markup dot(const Point& at, const std::string& words) {
  constexpr double radius = 3.2;
  return element(
      "circle",
      {{"class", "dot"}, {"cx", pixels(at.x)}, {"cy", pixels(at.y)}, {"r", pixels(radius)}},
      element("title", text(words)));
}

// From zero to an amount; a sliver where there is something too small to see.
Markup column(const Frame& frame, double x, double width, std::int64_t amount,
              std::string_view style_class, const std::string& words) {
  if (amount == 0) return {};
  constexpr double sliver = 1;
  const double zero = frame.y(0);
  const double end = frame.y(amount);
  const double height = std::max(std::abs(end - zero), sliver);
  return rectangle(x, amount > 0 ? zero - height : zero, width, height, style_class, words);
}

}  // namespace

Markup balance_chart(const ChartName& name, const std::vector<std::string>& months,
                     const std::vector<std::int64_t>& balances, ledger::Currency currency) {
  const auto [lowest, highest] = std::minmax_element(balances.begin(), balances.end());
  const Axis axis =
      balances.empty() ? money_axis(0, 0, most_steps) : money_axis(*lowest, *highest, most_steps);
  const Frame frame = frame_for(axis, months.size(), chart_width, chart_height);
  std::vector<Point> points;
  Markup dots;
  for (std::size_t i = 0; i < balances.size(); ++i) {
    points.push_back({frame.middle_of(i), frame.y(balances[i])});
    dots += dot(points.back(), tip(months[i], {balances[i], currency}));
  }
  Markup area;
  if (points.size() > 1) {
    std::vector<Point> outline{{points.front().x, frame.y(0)}};
    outline.insert(outline.end(), points.begin(), points.end());
    outline.push_back({points.back().x, frame.y(0)});
    area = path(path_through(outline) + "Z", "area");
  }
  return image(name, chart_width, chart_height,
               area + amount_axis(frame) + path(path_through(points), "trend") + dots +
                   month_axis(frame, months));
}

Markup income_chart(const ChartName& name, const std::vector<std::string>& months,
                    const std::vector<MonthPair>& pairs, ledger::Currency currency) {
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  for (const MonthPair& pair : pairs) {
    lowest = std::min({lowest, pair.income, pair.spending});
    highest = std::max({highest, pair.income, pair.spending});
  }
  const Frame frame =
      frame_for(money_axis(lowest, highest, most_steps), months.size(), chart_width, chart_height);
  constexpr double share = 0.34;  // of a month's width
  constexpr double widest = 30;
  const double width = std::min(frame.column_width() * share, widest);
  Markup columns;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double middle = frame.middle_of(i);
    columns += column(frame, middle - width - 0.5, width, pairs[i].income, "in",
                      tip(months[i] + " income", {pairs[i].income, currency}));
    columns += column(frame, middle + 0.5, width, pairs[i].spending, "out",
                      tip(months[i] + " spending", {pairs[i].spending, currency}));
  }
  return image(name, chart_width, chart_height,
               amount_axis(frame) + columns + month_axis(frame, months));
}

Markup bar_chart(const ChartName& name, const std::vector<NamedAmount>& bars) {
  constexpr double row_height = 24;
  constexpr double bar_height = 13;
  constexpr double names_width = 230;
  constexpr double amounts_width = 110;
  constexpr double base_line = 15;
  constexpr std::size_t most_letters = 34;
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  for (const NamedAmount& bar : bars) {
    lowest = std::min(lowest, bar.amount.hundredths);
    highest = std::max(highest, bar.amount.hundredths);
  }
  // Not rounded: there are no marks on it.
  const Axis axis{lowest, lowest == highest ? lowest + 1 : highest, 1};
  const double length = chart_width - names_width - amounts_width;
  const double zero = names_width + position(axis, 0, length);
  Markup drawn;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const NamedAmount& bar = bars[i];
    const double top = static_cast<double>(i) * row_height;
    const double end = names_width + position(axis, bar.amount.hundredths, length);
    const double width = std::max(std::abs(end - zero), 1.0);
    const bool right = bar.amount.hundredths >= 0;
    drawn += label(names_width - 12, top + base_line, Anchor::end,
                   shortened(bar.name, most_letters), "label name");
    drawn += rectangle(right ? zero : zero - width, top + 4, width, bar_height,
                       right ? "in" : "out", tip(bar.name, bar.amount));
    drawn += label(chart_width - 2, top + base_line, Anchor::end, shown(bar.amount));
  }
  const double height = static_cast<double>(bars.size()) * row_height;
  return image(name, chart_width, height, drawn + line(zero, 0, zero, height, "zero"));
}

Markup sparkline(const std::vector<std::int64_t>& amounts) {
  constexpr double width = 96;
  constexpr double height = 22;
  constexpr double margin = 2;
  if (amounts.size() < 2) return {};
  const auto [lowest, highest] = std::minmax_element(amounts.begin(), amounts.end());
  const std::int64_t low = std::min<std::int64_t>(*lowest, 0);
  const std::int64_t high = std::max<std::int64_t>(*highest, 0);
  const Axis axis{low, low == high ? low + 1 : high, 1};
  std::vector<Point> points;
  const double step = (width - 2 * margin) / static_cast<double>(amounts.size() - 1);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    points.push_back({margin + step * static_cast<double>(i),
                      height - margin - position(axis, amounts[i], height - 2 * margin)});
  }
  const double zero = height - margin - position(axis, 0, height - 2 * margin);
  return element(
      "svg",
      {{"class", "spark"},
       {"viewBox", fmt::format("0 0 {} {}", pixels(width), pixels(height))},
       {"aria-hidden", "true"}},
      line(margin, zero, width - margin, zero, "grid") + path(path_through(points), "trend"));
}

Markup hatching() {
  const Markup ground = rectangle(0, 0, 6, 6, "ground");
  const Markup stripe = line(0, 0, 0, 6, "stripe");
  const Markup pattern = element("pattern",
                                 {{"id", "hatching"},
                                  {"width", "6"},
                                  {"height", "6"},
                                  {"patternUnits", "userSpaceOnUse"},
                                  {"patternTransform", "rotate(45)"}},
                                 ground + stripe);
  return element("svg",
                 {{"class", "unseen"}, {"aria-hidden", "true"}, {"width", "0"}, {"height", "0"}},
                 element("defs", pattern));
}

}  // namespace bursar::page
