#include "mapping/calendar_format.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace bursar::mapping {
namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

constexpr std::string_view date_letters = "YymdebBj%";
constexpr std::string_view time_letters = "HMS";

// `value` must fit the digits.
void append_digits(std::int64_t value, std::size_t digits, std::string& out) {
  out.append(digits, '0');
  for (std::size_t i = out.size(); digits > 0; --digits, value /= 10) {
    out[--i] = static_cast<char>('0' + value % 10);
  }
}

struct Moment {
  ledger::CivilDate date;
  std::int64_t ms_of_day = 0;
};

Moment moment_of(ledger::Instant time) {
  std::int64_t days = time.ms / ledger::ms_per_day;
  if (time.ms % ledger::ms_per_day < 0) --days;
  return {{static_cast<std::int32_t>(days)}, time.ms - days * ledger::ms_per_day};
}

void append_letter(char letter, const Moment& moment, const ledger::YearMonthDay& ymd,
                   std::string& out) {
  const std::int64_t second = moment.ms_of_day / ledger::ms_per_second;
  switch (letter) {
    case 'Y':
      return append_digits(ymd.year, 4, out);
    case 'y':
      return append_digits(ymd.year % 100, 2, out);
    case 'm':
      return append_digits(ymd.month, 2, out);
    case 'd':
      return append_digits(ymd.day, 2, out);
    case 'e':
      return append_digits(ymd.day, ymd.day < 10 ? 1 : 2, out);
    case 'b':
      out += months[ymd.month - 1].substr(0, 3);
      return;
    case 'B':
      out += months[ymd.month - 1];
      return;
    case 'j':
      return append_digits(
          moment.date.days - ledger::civil_date({ymd.year, 1, 1}).days + std::int64_t{1}, 3, out);
    case 'H':
      return append_digits(second / 3600, 2, out);
    case 'M':
      return append_digits(second / 60 % 60, 2, out);
    case 'S':
      return append_digits(second % 60, 2, out);
    default:
      out += letter;
  }
}

void append_pattern(const Moment& moment, const std::string& pattern, std::string& out) {
  const ledger::YearMonthDay ymd = ledger::year_month_day(moment.date);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%') {
      append_letter(pattern[++i], moment, ymd, out);
    } else {
      out += pattern[i];
    }
  }
}

}  // namespace

std::optional<std::string> calendar_problem(std::string_view pattern, bool has_time) {
  bool any = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    any = true;
    const std::string_view letter = pattern.substr(++i, 1);
    const bool known =
        !letter.empty() && (date_letters.find(letter) != std::string_view::npos ||
                            (has_time && time_letters.find(letter) != std::string_view::npos));
    if (!known) {
      return fmt::format("\"%{}\" is not known; a {} has %Y %y %m %d %e %b %B %j{}", letter,
                         has_time ? "time" : "date", has_time ? " %H %M %S" : "");
    }
  }
  if (any) return std::nullopt;
  return fmt::format("\"{}\" is no date format; write one like %d/%m/%Y", pattern);
}

void append_date(ledger::CivilDate date, const std::string& pattern, std::string& out) {
  append_pattern({date, 0}, pattern, out);
}

void append_time(ledger::Instant time, const std::string& pattern, std::string& out) {
  append_pattern(moment_of(time), pattern, out);
}

void append_iso_date(ledger::CivilDate date, std::string& out) {
  const ledger::YearMonthDay ymd = ledger::year_month_day(date);
  append_digits(ymd.year, 4, out);
  out += '-';
  append_digits(ymd.month, 2, out);
  out += '-';
  append_digits(ymd.day, 2, out);
}

void append_iso_time(ledger::Instant time, std::string& out) {
  const Moment moment = moment_of(time);
  append_iso_date(moment.date, out);
  const std::int64_t second = moment.ms_of_day / ledger::ms_per_second;
  out += 'T';
  append_digits(second / 3600, 2, out);
  out += ':';
  append_digits(second / 60 % 60, 2, out);
  out += ':';
  append_digits(second % 60, 2, out);
  out += '.';
  append_digits(moment.ms_of_day % ledger::ms_per_second, 3, out);
  out += 'Z';
}

}  // namespace bursar::mapping
