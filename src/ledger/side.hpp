#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/transaction.hpp"

namespace bursar::ledger {

// On which side of its account's books a row belongs (accounting.md R2): money received or money
// given. A refund stays on the side of what it refunds, so a refunded contribution is `received`
// with a negative amount, and rules that match on it find both.
enum class Side : std::uint8_t { received, given };
[[nodiscard]] std::string_view name_of(Side side);  // "received", "given"

[[nodiscard]] Side side_of(const Transaction& row);

// The kind a row is booked under. Where the platform has none (2015, F 12.8): EXPENSE with an
// expense, else CONTRIBUTION with an order, else UNKNOWN (R3).
[[nodiscard]] std::string booked_kind(const Transaction& row);

// CONTRIBUTION, ADDED_FUNDS, EXPENSE, BALANCE_TRANSFER, in this order: what an event is about, as
// opposed to the fees and taxes that come with it (R6). The place in that order, or -1.
[[nodiscard]] int main_kind_rank(std::string_view kind);

// Whether the in-row fees and taxes of a row reduce what its own account has: contributions and
// added funds received, expenses given, and their refunds. The other side of the pair shows the
// same figures but does not bear them (R3, F 12.15).
[[nodiscard]] bool bears_fees(const Transaction& row);

}  // namespace bursar::ledger
