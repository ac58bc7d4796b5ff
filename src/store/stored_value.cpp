#include "store/stored_value.hpp"

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::store {
namespace {

constexpr ledger::Instant earliest{-62'167'219'200'000};  // 0000-01-01T00:00:00Z
constexpr std::int64_t days_of_earliest = earliest.ms / ledger::ms_per_day;
constexpr std::int64_t days_of_latest = ledger::Instant::max().ms / ledger::ms_per_day;
constexpr std::int64_t largest_ordinal = 1'000'000'000'000;

[[noreturn]] void refuse(const char* what, std::int64_t value, const char* range) {
  throw Error(ErrorKind::data,
              fmt::format("the database holds {} {}, which is beyond {}", what, value, range),
              "something else than bursar has written it: restore a backup that nobody else can "
              "have changed");
}

}  // namespace

ledger::Instant stored_instant(std::int64_t ms) {
  if (ms >= earliest.ms && ms <= ledger::Instant::max().ms) return {ms};
  refuse("the instant", ms, "the years 0000 to 9999");
}

ledger::CivilDate stored_day(std::int64_t days) {
  // A time zone may be a day ahead or behind.
  if (days >= days_of_earliest - 1 && days <= days_of_latest + 1) {
    return {static_cast<std::int32_t>(days)};
  }
  refuse("the day", days, "the years 0000 to 9999");
}

std::int64_t stored_ordinal(std::int64_t number) {
  if (number >= 0 && number <= largest_ordinal) return number;
  refuse("the number", number, "every count");
}

}  // namespace bursar::store
