#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/balance_reading.hpp"
#include "audit/counts.hpp"
#include "audit/monthly_sums.hpp"
#include "audit/narrowing.hpp"
#include "audit/scope.hpp"
#include "audit/source_report.hpp"
#include "ledger/instant.hpp"
#include "store/audit_memory.hpp"
#include "store/interval_set.hpp"

// What the platform says of a source's whole history, set against what is stored. Counts and
// monthly sums cover every row; balances cover every account. Where they differ, months are read
// again, and all is judged once more (sync/recheck.hpp); what is left then is a difference of the
// books, or a figure of the platform that is behind its own rows.
namespace bursar::audit {

// quick: two requests where nothing differs; the end of every sync. full: also the balances of all
// accounts, at the end of each month as well, and pairs of rows; `bursar reconcile`.
enum class Depth : std::uint8_t { quick, full };

struct Evidence {
  std::vector<DifferingCount> counts;
  SumsComparison sums;
  Balances balances;
  std::vector<DifferingMonth> months;  // by balances and by pairs
  std::vector<store::UnansweredQuestion> unanswered;
};

// Months of parts and streams; joined ones where they touch are up to the reader.
using Places = std::map<std::pair<std::string, store::Stream>, std::set<store::Interval>>;

// Whether one of these covers all of the interval.
[[nodiscard]] bool covers(const std::set<store::Interval>& read, const store::Interval& interval);

// Asks and compares. `now` is when; `read_again` is what this run has read again already. Where
// counts differ in more than half of all months, nothing else is asked: what is stored is no
// measure then; nor by a full one where they differ in many. Once all of history was read again,
// balances are not followed into months: there is nothing left to read.
[[nodiscard]] Evidence gather(Scope& scope, Depth depth, ledger::Instant now,
                              const Places& read_again);
// Adds the months in which balances differ, by further requests: for a quick look whose counts and
// sums point nowhere.
void narrow_balances(const Scope& scope, Evidence& evidence);

// Whether nothing of it differs. Months may be there to be read all the same.
[[nodiscard]] bool agrees(const Evidence& evidence);
// What evidence points at and was not read again before. All of history where more than half of it
// differs.
[[nodiscard]] Places places_to_read(const Scope& scope, const Evidence& evidence,
                                    const Places& read_again);
// How many stored rows that are.
[[nodiscard]] std::int64_t rows_within(const Scope& scope, const Places& places);

// All that differs, each month once: balances say most of it, then sums, then counts.
[[nodiscard]] std::vector<DifferingMonth> differing_months(const Scope& scope,
                                                           const Evidence& evidence);

// Judges what is left: `found` is what differed before it was read again, `last` the evidence after
// that. Writes down what the next audit should know. The profiles are not looked at.
[[nodiscard]] SourceReport conclude(const Scope& scope, const std::vector<DifferingMonth>& found,
                                    const Evidence& last, const Places& read_again,
                                    ledger::Instant now);

}  // namespace bursar::audit
