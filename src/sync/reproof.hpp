#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "store/asked_rows.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "sync/plan.hpp"

namespace bursar::sync {

// History that was proven once may change: rows are deleted, moved, inserted with an old date,
// corrected by an operator's script (F 5.7.4, F 5.8). A night compares the platform's counts of a
// few months with what is stored, and its own sums of all months with those of the night before,
// and reads again only the months that differ.
struct ReproofScope {
  store::Source source;
  std::vector<ScopePart> parts;
  store::AskedRows everything;  // all members that there ever were
  ledger::Instant to;           // what is younger is read again every night anyway
};

struct Reproof {
  Plan plan;  // the months that differ
  // What may be recorded once they have been read: months counted by part, and fingerprints.
  std::map<std::string, std::vector<ledger::Instant>> counted;
  std::map<ledger::Instant, std::int64_t> totals;
};

// One request for the counts of each part, one for the totals.
[[nodiscard]] Reproof plan_reproof(store::Database& database, opencollective::Client& client,
                                   const ReproofScope& scope);
// All of history, to be read again whatever the counts say.
[[nodiscard]] Reproof plan_deep_reproof(store::Database& database, const ReproofScope& scope);
void record_reproof(store::Database& database, std::int64_t source, const Reproof& reproof,
                    ledger::Instant now);

// [from, to) in calendar months (UTC); all that lies before the month of `oldest` is one piece.
[[nodiscard]] std::vector<store::Interval> months_between(ledger::Instant from,
                                                          ledger::Instant oldest,
                                                          ledger::Instant to);

// Months that one request counts. Of n months all have come round after (n - 2) / 15 nights,
// rounded up: ten years in eight.
inline constexpr std::size_t months_a_night = 17;
// Whose turn it is: the two newest, where changes are likeliest, and those that were counted
// longest ago or never.
[[nodiscard]] std::vector<store::Interval> months_whose_turn_it_is(
    std::vector<store::Interval> months,
    const std::map<ledger::Instant, ledger::Instant>& counted_at);

}  // namespace bursar::sync
