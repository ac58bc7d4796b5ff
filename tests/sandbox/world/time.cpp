#include "world/time.hpp"

#include <cctype>

namespace bursar::sandbox {
namespace {

/// Days since 1970 of a proleptic Gregorian date (Howard Hinnant, days_from_civil).
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

void append_digits(std::string& out, std::int64_t value, int width) {
  char digits[20];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<std::size_t>(width));
}

/// Reads fixed-width numbers from the front of a text.
class DigitReader {
 public:
  explicit DigitReader(std::string_view text) : text_(text) {}

  int number(std::size_t width) {
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const char c = front();
      if (std::isdigit(static_cast<unsigned char>(c)) == 0) ok_ = false;
      value = value * 10 + (c - '0');
      drop();
    }
    return value;
  }

  void expect(std::string_view any) {
    if (text_.empty() || any.find(text_.front()) == any.npos) ok_ = false;
    drop();
  }

  /// The fraction in microseconds; further digits are dropped.
  Micros fraction() {
    Micros value = 0;
    Micros unit = kSecond / 10;
    bool any = false;
    while (std::isdigit(static_cast<unsigned char>(front())) != 0) {
      value += (front() - '0') * unit;
      unit /= 10;
      any = true;
      drop();
    }
    ok_ = ok_ && any;
    return value;
  }

  char front() const { return text_.empty() ? '\0' : text_.front(); }
  void drop() {
    if (!text_.empty()) text_.remove_prefix(1);
  }
  bool ok() const { return ok_; }
  bool finished() const { return ok_ && text_.empty(); }

 private:
  std::string_view text_;
  bool ok_ = true;
};

}  // namespace

Micros from_civil(int year, int month, int day) {
  return days_from_civil(year, month, day) * kDay;
}

CivilDate to_civil(Micros at) {
  const std::int64_t shifted = floor_to(at, kDay) / kDay + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), month,
          static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

void append_iso(std::string& out, Micros at) {
  const CivilDate date = to_civil(at);
  const Micros of_day = at - floor_to(at, kDay);
  append_digits(out, date.year, 4);
  out += '-';
  append_digits(out, date.month, 2);
  out += '-';
  append_digits(out, date.day, 2);
  out += 'T';
  append_digits(out, of_day / kHour, 2);
  out += ':';
  append_digits(out, of_day / kMinute % 60, 2);
  out += ':';
  append_digits(out, of_day / kSecond % 60, 2);
  out += '.';
  append_digits(out, of_day / kMillisecond % 1000, 3);
  out += 'Z';
}

std::string iso(Micros at) {
  std::string text;
  append_iso(text, at);
  return text;
}

std::optional<Micros> parse_rfc3339(std::string_view text) {
  DigitReader in(text);
  const int year = in.number(4);
  in.expect("-");
  const int month = in.number(2);
  in.expect("-");
  const int day = in.number(2);
  in.expect("Tt");
  const int hour = in.number(2);
  in.expect(":");
  const int minute = in.number(2);
  in.expect(":");
  const int second = in.number(2);
  Micros fraction = 0;
  if (in.front() == '.') {
    in.drop();
    fraction = in.fraction();
  }
  Micros offset = 0;
  if (in.front() == '+' || in.front() == '-') {
    const Micros sign = in.front() == '-' ? -1 : 1;
    in.drop();
    offset = in.number(2) * kHour;
    in.expect(":");
    offset = sign * (offset + in.number(2) * kMinute);
  } else {
    in.expect("Zz");
  }
  if (!in.finished() || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) ||
      hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return from_civil(year, month, day) + hour * kHour + minute * kMinute + second * kSecond +
         fraction - offset;
}

}  // namespace bursar::sandbox
