#include "ledger/instant.hpp"

#include <fmt/format.h>

#include "ledger/civil_date.hpp"

namespace bursar::ledger {
namespace {

// Reads exactly `digits` decimal digits at `at`; -1 if they are not there.
int number_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool char_at(std::string_view text, std::size_t at, char expected) {
  return at < text.size() && text[at] == expected;
}

// The zone at the end of the text, in milliseconds east of UTC.
std::optional<std::int64_t> zone_offset(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || zone[3] != ':') return std::nullopt;
  const int hours = number_at(zone, 1, 2);
  const int minutes = number_at(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::int64_t offset = (hours * 60LL + minutes) * 60 * ms_per_second;
  if (zone[0] == '+') return offset;
  if (zone[0] == '-') return -offset;
  return std::nullopt;
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const std::optional<CivilDate> date = parse_civil_date(text.substr(0, 10));
  if (!date || text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const int hour = number_at(text, 11, 2);
  const int minute = number_at(text, 14, 2);
  const int second = number_at(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
      !char_at(text, 13, ':') || !char_at(text, 16, ':')) {
    return std::nullopt;
  }
  std::size_t at = 19;
  int milliseconds = 0;
  if (char_at(text, at, '.')) {
    const std::size_t first = ++at;
    for (int weight = 100; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      milliseconds += (text[at] - '0') * weight;
      weight /= 10;
    }
    if (at == first) return std::nullopt;
  }
  const std::optional<std::int64_t> offset = zone_offset(text.substr(at));
  if (!offset) return std::nullopt;
  const std::int64_t seconds = (hour * 60LL + minute) * 60 + second;
  return Instant{date->days * ms_per_day + seconds * ms_per_second + milliseconds - *offset};
}

std::string format_rfc3339(Instant t) {
  std::int64_t days = t.ms / ms_per_day;
  std::int64_t rest = t.ms % ms_per_day;
  if (rest < 0) {
    rest += ms_per_day;
    --days;
  }
  const YearMonthDay ymd = year_month_day(CivilDate{static_cast<std::int32_t>(days)});
  const std::int64_t seconds = rest / ms_per_second;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", ymd.year, ymd.month, ymd.day,
                     seconds / 3600, seconds / 60 % 60, seconds % 60, rest % ms_per_second);
}

}  // namespace bursar::ledger
