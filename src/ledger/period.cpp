#include "ledger/period.hpp"

#include <fmt/format.h>

namespace bursar::ledger {
namespace {

constexpr int months_per_year = 12;
constexpr int months_per_quarter = 3;

// `months` whole months, the first of them so many months after January of year 0.
DayRange months_from(int month, int months) {
  const auto first_of = [](int number) {
    const auto in_year = static_cast<unsigned>(number % months_per_year);
    return civil_date({number / months_per_year, in_year + 1, 1});
  };
  return {first_of(month), CivilDate{first_of(month + months).days - 1}};
}

std::optional<DayRange> quarter_of(std::string_view text) {
  constexpr std::size_t digit = 6;  // of "2026-Q1"
  const auto year = parse_civil_date(std::string(text.substr(0, 4)) + "-01-01");
  if (!year || text[digit] < '1' || text[digit] > '4') return std::nullopt;
  const int quarter = text[digit] - '1';
  const int first = year_month_day(*year).year * months_per_year + quarter * months_per_quarter;
  return months_from(first, months_per_quarter);
}

std::optional<DayRange> days_of(std::string_view text) {
  constexpr std::size_t year_length = 4;
  constexpr std::size_t month_length = 7;
  const std::string copy(text);
  if (text.size() == year_length) {
    const auto first = parse_civil_date(copy + "-01-01");
    if (!first) return std::nullopt;
    return months_from(year_month_day(*first).year * months_per_year, months_per_year);
  }
  if (text.size() == month_length && text.substr(year_length, 2) == "-Q") return quarter_of(text);
  if (text.size() == month_length) {
    const auto first = parse_civil_date(copy + "-01");
    if (!first) return std::nullopt;
    const YearMonthDay day = year_month_day(*first);
    return months_from(day.year * months_per_year + static_cast<int>(day.month) - 1, 1);
  }
  const auto day = parse_civil_date(copy);
  return day ? std::optional<DayRange>(DayRange{day, day}) : std::nullopt;
}

std::optional<DayRange> span_of(std::string_view text, std::size_t dots) {
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  if (from.empty() && to.empty()) return std::nullopt;
  DayRange range;
  if (!from.empty()) {
    const auto days = days_of(from);
    if (!days) return std::nullopt;
    range.first = days->first;
  }
  if (!to.empty()) {
    const auto days = days_of(to);
    if (!days) return std::nullopt;
    range.last = days->last;
  }
  if (range.first && range.last && *range.last < *range.first) return std::nullopt;
  return range;
}

std::optional<int> months_of(std::string_view unit) {
  if (unit == "month") return 1;
  if (unit == "quarter") return months_per_quarter;
  if (unit == "year") return months_per_year;
  return std::nullopt;
}

}  // namespace

bool contains(const DayRange& range, CivilDate day) {
  return (!range.first || *range.first <= day) && (!range.last || day <= *range.last);
}

std::optional<DayRange> parse_period(std::string_view text) {
  if (text == "all") return DayRange{};
  const std::size_t dots = text.find("..");
  return dots == std::string_view::npos ? days_of(text) : span_of(text, dots);
}

std::optional<DayRange> parse_period(std::string_view text, CivilDate today) {
  constexpr std::string_view present = "this-";
  constexpr std::string_view previous = "last-";
  const bool is_last = text.starts_with(previous);
  if (!is_last && !text.starts_with(present)) return parse_period(text);
  const auto months = months_of(text.substr(present.size()));
  if (!months) return std::nullopt;
  const YearMonthDay day = year_month_day(today);
  const int in_year = static_cast<int>(day.month) - 1;
  const int first = day.year * months_per_year + in_year - in_year % *months;
  return months_from(is_last ? first - *months : first, *months);
}

std::string describe(const DayRange& range) {
  if (!range.first && !range.last) return "all of history";
  if (!range.first) return "up to " + format_civil_date(*range.last);
  if (!range.last) return "from " + format_civil_date(*range.first);
  return fmt::format("{} to {}", format_civil_date(*range.first), format_civil_date(*range.last));
}

}  // namespace bursar::ledger
