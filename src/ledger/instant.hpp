#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::ledger {

// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, the resolution that the API
// prints (F 10.1). May be negative.
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
  // The end of time for open-ended ranges: the last instant of the year 9999, which the API's date
  // format can still express.
  [[nodiscard]] static constexpr Instant max() { return {253'402'300'799'999}; }
};

inline constexpr std::int64_t ms_per_second = 1000;
inline constexpr std::int64_t ms_per_day = 86'400'000;

[[nodiscard]] constexpr Instant operator+(Instant t, std::int64_t ms) {
  return {t.ms + ms};
}
[[nodiscard]] constexpr Instant operator-(Instant t, std::int64_t ms) {
  return {t.ms - ms};
}
[[nodiscard]] constexpr std::int64_t operator-(Instant a, Instant b) {
  return a.ms - b.ms;
}

// Reads RFC 3339 with a zone ("2026-11-15T00:00:00.018Z", "…+02:00"); digits beyond milliseconds
// are cut, as the API cuts them (F 10.1). Nothing for anything else, bare dates included.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

// "2026-11-15T00:00:00.018Z": always UTC, always three decimals. The form the API takes and gives.
[[nodiscard]] std::string format_rfc3339(Instant t);

}  // namespace bursar::ledger
