#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "audit/scope.hpp"
#include "ledger/instant.hpp"
#include "opencollective/client.hpp"
#include "store/asked_rows.hpp"
#include "store/interval_set.hpp"

namespace bursar::audit {

// A month of a part's stream of which the platform counts other rows than are stored.
struct DifferingCount {
  std::string part;
  store::Stream stream = store::Stream::transactions;
  store::Interval month;
  std::int64_t there = 0;
  std::int64_t here = 0;  // those missing on the platform left out
};

// Compares the number of rows of all history, from the source's start to `to`. One request for each
// part (up to 200 accounts) where nothing differs; spans of months that differ are cut to months by
// further ones (F 12.17).
[[nodiscard]] opencollective::Evidence<std::vector<DifferingCount>> compare_counts(
    const Scope& scope, ledger::Instant to);

// [from, to) in calendar months (UTC); all that lies before the month of `oldest` is in the first.
[[nodiscard]] std::vector<store::Interval> months_between(ledger::Instant from,
                                                          ledger::Instant oldest,
                                                          ledger::Instant to);
// Months, ascending, as at most `most` windows that tile them: the latest are windows of their own,
// those before are put together in equal spans.
[[nodiscard]] std::vector<store::Interval> windows_over(const std::vector<store::Interval>& months,
                                                        std::size_t most);

}  // namespace bursar::audit
