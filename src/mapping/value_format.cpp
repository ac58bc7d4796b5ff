#include "mapping/value_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "mapping/text.hpp"

namespace bursar::mapping {
namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

constexpr std::string_view date_letters = "Yymdebj%";
constexpr std::string_view time_letters = "YymdebjHMS%";

std::variant<Format, std::string> calendar_format(std::string_view text, FieldType type) {
  const std::string_view letters = type == FieldType::date ? date_letters : time_letters;
  bool any = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    any = true;
    ++i;
    const bool known =
        i < text.size() && (letters.find(text[i]) != std::string_view::npos || text[i] == 'B');
    if (!known) {
      return fmt::format("\"%{}\" is not known; a {} has %Y %y %m %d %e %b %B %j{}",
                         i < text.size() ? text.substr(i, 1) : "", type_name(type),
                         type == FieldType::time ? " %H %M %S" : "");
    }
  }
  if (!any) return fmt::format("\"{}\" is no date format; write one like %d/%m/%Y", text);
  return Format{Format::Kind::calendar, 0, std::string(text)};
}

std::variant<Format, std::string> cut_format(std::string_view text) {
  constexpr std::string_view word = "cut=";
  if (text.starts_with(word)) {
    std::size_t characters = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + word.size(), end, characters);
    if (error == std::errc() && stop == end && characters > 0) {
      return Format{Format::Kind::cut, characters, {}};
    }
  }
  return fmt::format("\"{}\" is no format of a text; write cut=40 for the first 40 characters",
                     text);
}

std::variant<Format, std::string> money_format(std::string_view text) {
  if (text == "hundredths") return Format{Format::Kind::hundredths, 0, {}};
  if (text == "abs") return Format{Format::Kind::absolute, 0, {}};
  if (text == "negated") return Format{Format::Kind::negated, 0, {}};
  return fmt::format("\"{}\" is no format of an amount; there are hundredths, abs and negated",
                     text);
}

void append_calendar(ledger::CivilDate date, std::int64_t second_of_day, const std::string& pattern,
                     std::string& out) {
  const ledger::YearMonthDay ymd = ledger::year_month_day(date);
  const std::string_view month = months[ymd.month - 1];
  const auto append = [&](char letter) {
    switch (letter) {
      case 'Y':
        out += fmt::format("{:04}", ymd.year);
        break;
      case 'y':
        out += fmt::format("{:02}", ymd.year % 100);
        break;
      case 'm':
        out += fmt::format("{:02}", ymd.month);
        break;
      case 'd':
        out += fmt::format("{:02}", ymd.day);
        break;
      case 'e':
        out += std::to_string(ymd.day);
        break;
      case 'b':
        out += month.substr(0, 3);
        break;
      case 'B':
        out += month;
        break;
      case 'j':
        out += fmt::format("{:03}", date.days - ledger::civil_date({ymd.year, 1, 1}).days + 1);
        break;
      case 'H':
        out += fmt::format("{:02}", second_of_day / 3600);
        break;
      case 'M':
        out += fmt::format("{:02}", second_of_day / 60 % 60);
        break;
      case 'S':
        out += fmt::format("{:02}", second_of_day % 60);
        break;
      default:
        out += letter;
    }
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%') {
      append(pattern[++i]);
    } else {
      out += pattern[i];
    }
  }
}

void append_money(ledger::Money money, const Format& format, char decimal_mark, std::string& out) {
  switch (format.kind) {
    case Format::Kind::hundredths:
      out += std::to_string(money.hundredths);
      return;
    case Format::Kind::negated:
      money.hundredths = ledger::checked_negate(money.hundredths);
      break;
    case Format::Kind::absolute:
      if (money.hundredths < 0) money.hundredths = ledger::checked_negate(money.hundredths);
      break;
    default:
      break;
  }
  out += ledger::format_amount(money, decimal_mark);
}

void append_text(std::string_view text, FieldType type, const Format& format, char decimal_mark,
                 std::string& out) {
  if (type == FieldType::decimal) {
    const std::size_t start = out.size();
    out += text;
    if (decimal_mark != '.') {
      std::replace(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), '.', decimal_mark);
    }
    return;
  }
  const std::string clean = clean_text(text);
  std::string_view shown = clean;
  if (format.kind == Format::Kind::cut) {
    shown = first_characters(clean, format.characters);
    if (shown.ends_with(' ')) shown.remove_suffix(1);  // clean text has no two in a row
  }
  out += shown;
}

void append_time(ledger::Instant t, const Format& format, std::string& out) {
  if (format.kind != Format::Kind::calendar) {
    out += ledger::format_rfc3339(t);
    return;
  }
  const ledger::CivilDate date = ledger::TimeZone::utc().date_of(t);
  const std::int64_t in_day = t.ms - date.days * ledger::ms_per_day;
  append_calendar(date, in_day / ledger::ms_per_second, format.pattern, out);
}

}  // namespace

std::variant<Format, std::string> compile_format(std::string_view text, FieldType type) {
  switch (type) {
    case FieldType::text:
      return cut_format(text);
    case FieldType::date:
    case FieldType::time:
      return calendar_format(text, type);
    case FieldType::money:
      return money_format(text);
    default:
      return fmt::format("a {} takes no format", type_name(type));
  }
}

bool is_empty(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return true;
  const auto* text = std::get_if<std::string_view>(&value);
  return text != nullptr && text->find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void append_value(const Value& value, FieldType type, const Format& format, char decimal_mark,
                  std::string& out) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_text(*text, type, format, decimal_mark, out);
  } else if (const auto* money = std::get_if<ledger::Money>(&value)) {
    append_money(*money, format, decimal_mark, out);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out += std::to_string(*number);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    out += *flag ? "true" : "false";
  } else if (const auto* date = std::get_if<ledger::CivilDate>(&value)) {
    if (format.kind == Format::Kind::calendar) {
      append_calendar(*date, 0, format.pattern, out);
    } else {
      out += ledger::format_civil_date(*date);
    }
  } else if (const auto* time = std::get_if<ledger::Instant>(&value)) {
    append_time(*time, format, out);
  }
}

}  // namespace bursar::mapping
