#pragma once

#include <optional>
#include <vector>

#include "ledger/instant.hpp"

namespace bursar::store {

// [from, to): half-open, so that windows chain.
struct Interval {
  ledger::Instant from;
  ledger::Instant to;
  auto operator<=>(const Interval&) const = default;
};

// The parts of `range` that none of `covered` covers, ascending, as few and as long as possible.
// `covered` may be in any order and overlap; empty or inverted intervals cover nothing.
[[nodiscard]] std::vector<Interval> subtract(const Interval& range, std::vector<Interval> covered);

// How far unbroken coverage reaches from `start`: the first instant at or after it that is not
// covered. Nothing when `start` itself is not.
[[nodiscard]] std::optional<ledger::Instant> unbroken_until(ledger::Instant start,
                                                            std::vector<Interval> covered);

}  // namespace bursar::store
