#include "mapping/value_format.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "mapping/calendar_format.hpp"

namespace bursar::mapping {
namespace {

using Compiled = std::variant<Format, std::string>;

Compiled text_format(std::string_view text) {
  auto compiled = compile_text_format(text);
  if (auto* wrong = std::get_if<std::string>(&compiled)) return std::move(*wrong);
  Format format;
  format.text = std::move(std::get<TextFormat>(compiled));
  return format;
}

Compiled money_format(std::string_view text) {
  auto compiled = compile_money_format(text);
  if (auto* wrong = std::get_if<std::string>(&compiled)) return std::move(*wrong);
  Format format;
  format.money = std::move(std::get<MoneyFormat>(compiled));
  return format;
}

Compiled calendar_format(std::string_view text, FieldType type) {
  if (auto wrong = calendar_problem(text, type == FieldType::time)) return std::move(*wrong);
  Format format;
  format.pattern = text;
  return format;
}

Compiled number_format(std::string_view text) {
  constexpr std::string_view word = "pad=";
  constexpr std::size_t most = 20;
  Format format;
  if (text.starts_with(word)) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + word.size(), end, format.digits);
    if (error == std::errc() && stop == end && format.digits > 0 && format.digits <= most) {
      return format;
    }
  }
  return fmt::format("\"{}\" is no format of a number; write pad=6 for at least 6 digits", text);
}

Compiled flag_format(std::string_view text) {
  constexpr std::string_view word = "words=";
  Format format;
  if (text.starts_with(word)) format.words = word_pair(text.substr(word.size()));
  if (format.words) return format;
  return fmt::format("\"{}\" is no format of a flag; write words=yes/no", text);
}

void append_number(std::int64_t number, const Format& format, std::string& out) {
  if (format.digits > 0) {
    out += fmt::format("{:0{}}", number, format.digits);
    return;
  }
  const fmt::format_int figure(number);
  out.append(figure.data(), figure.size());
}

void append_flag(bool flag, const Format& format, std::string& out) {
  if (format.words) {
    out += flag ? format.words->first : format.words->second;
  } else {
    out += flag ? "true" : "false";
  }
}

// As the platform writes it, with the decimal mark of the file.
void append_decimal(std::string_view text, char decimal_mark, std::string& out) {
  const auto start = static_cast<std::ptrdiff_t>(out.size());
  out += text;
  if (decimal_mark != '.') std::replace(out.begin() + start, out.end(), '.', decimal_mark);
}

// Dates and times.
void append_calendar(const Value& value, const Format& format, std::string& out) {
  if (const auto* date = std::get_if<ledger::CivilDate>(&value)) {
    if (format.pattern.empty()) return append_iso_date(*date, out);
    append_date(*date, format.pattern, out);
  } else if (const auto* time = std::get_if<ledger::Instant>(&value)) {
    if (format.pattern.empty()) return append_iso_time(*time, out);
    append_time(*time, format.pattern, out);
  }
}

}  // namespace

std::variant<Format, std::string> compile_format(std::string_view text, FieldType type) {
  switch (type) {
    case FieldType::text:
      return text_format(text);
    case FieldType::date:
    case FieldType::time:
      return calendar_format(text, type);
    case FieldType::money:
      return money_format(text);
    case FieldType::number:
      return number_format(text);
    case FieldType::flag:
      return flag_format(text);
    case FieldType::decimal:
      break;
  }
  return fmt::format("a {} takes no format", type_name(type));
}

bool is_empty(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return true;
  const auto* text = std::get_if<std::string_view>(&value);
  return text != nullptr && text->find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void append_value(const Value& value, FieldType type, const Format& format, char decimal_mark,
                  std::string& out) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (type == FieldType::decimal) return append_decimal(*text, decimal_mark, out);
    append_text(*text, format.text, out);
  } else if (const auto* money = std::get_if<ledger::Money>(&value)) {
    append_money(*money, format.money, decimal_mark, out);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    append_number(*number, format, out);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    append_flag(*flag, format, out);
  } else {
    append_calendar(value, format, out);
  }
}

}  // namespace bursar::mapping
