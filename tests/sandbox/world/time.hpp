#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::sandbox {

/// Microseconds since 1970, UTC: what the platform's database stores (F 10.1).
using Micros = std::int64_t;

inline constexpr Micros kNever = std::numeric_limits<Micros>::min();
inline constexpr Micros kMillisecond = 1'000;
inline constexpr Micros kSecond = 1'000'000;
inline constexpr Micros kMinute = 60 * kSecond;
inline constexpr Micros kHour = 60 * kMinute;
inline constexpr Micros kDay = 24 * kHour;

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
};

Micros from_civil(int year, int month, int day);
CivilDate to_civil(Micros at);

inline Micros floor_to(Micros at, Micros unit) {
  const Micros rest = at % unit;
  return at - (rest < 0 ? rest + unit : rest);
}

/// `2026-11-23T12:00:00.000Z`: the platform shows milliseconds and cuts the rest off.
void append_iso(std::string& out, Micros at);
std::string iso(Micros at);

/// A full RFC 3339 date-time with a zone; anything less is refused (F 10.1).
std::optional<Micros> parse_rfc3339(std::string_view text);

}  // namespace bursar::sandbox
