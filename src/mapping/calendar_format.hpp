#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"

namespace bursar::mapping {

// Days and times by strftime patterns, with English names. Times are UTC.

// What is wrong with the pattern, in a sentence; nothing where it is good. Days have no hours.
[[nodiscard]] std::optional<std::string> calendar_problem(std::string_view pattern, bool has_time);

void append_date(ledger::CivilDate date, const std::string& pattern, std::string& out);
void append_time(ledger::Instant time, const std::string& pattern, std::string& out);

// "2026-11-15" and "2026-11-15T00:00:00.018Z".
void append_iso_date(ledger::CivilDate date, std::string& out);
void append_iso_time(ledger::Instant time, std::string& out);

}  // namespace bursar::mapping
