#include "ledger/civil_date.hpp"

#include <chrono>
#include <stdexcept>

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

namespace bursar::ledger {
namespace {

using SysMilliseconds = date::sys_time<std::chrono::milliseconds>;

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

}  // namespace

YearMonthDay year_month_day(CivilDate date) {
  const date::year_month_day ymd{date::sys_days{date::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
          static_cast<unsigned>(ymd.day())};
}

CivilDate civil_date(YearMonthDay ymd) {
  const date::sys_days day{date::year{ymd.year} / date::month{ymd.month} / date::day{ymd.day}};
  return {static_cast<std::int32_t>(day.time_since_epoch().count())};
}

std::optional<CivilDate> parse_civil_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const date::year_month_day ymd{date::year{static_cast<int>(*year)}, date::month{*month},
                                 date::day{*day}};
  if (!ymd.ok()) return std::nullopt;
  return civil_date({static_cast<int>(*year), *month, *day});
}

std::string format_civil_date(CivilDate date) {
  const YearMonthDay ymd = year_month_day(date);
  return fmt::format("{:04}-{:02}-{:02}", ymd.year, ymd.month, ymd.day);
}

struct TimeZone::Zone {
  std::string name;
  const date::time_zone* zone = nullptr;  // null: UTC, which needs no database
};

TimeZone::TimeZone(std::shared_ptr<const Zone> zone) : zone_(std::move(zone)) {}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (name == "UTC") return utc();
  try {
    return TimeZone(std::make_shared<Zone>(Zone{std::string(name), date::locate_zone(name)}));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

TimeZone TimeZone::utc() {
  return TimeZone(std::make_shared<Zone>(Zone{"UTC", nullptr}));
}

const std::string& TimeZone::name() const {
  return zone_->name;
}

CivilDate TimeZone::date_of(Instant t) const {
  const SysMilliseconds moment{std::chrono::milliseconds{t.ms}};
  if (zone_->zone == nullptr) {
    return {static_cast<std::int32_t>(date::floor<date::days>(moment).time_since_epoch().count())};
  }
  const auto local = date::floor<date::days>(zone_->zone->to_local(moment));
  return {static_cast<std::int32_t>(local.time_since_epoch().count())};
}

Instant TimeZone::start_of(CivilDate date) const {
  if (zone_->zone == nullptr) return {date.days * ms_per_day};
  const date::local_days midnight{date::days{date.days}};
  const auto moment = zone_->zone->to_sys(midnight, date::choose::earliest);
  return {std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count()};
}

}  // namespace bursar::ledger
