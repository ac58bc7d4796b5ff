#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/accounting_date.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/expense.hpp"
#include "store/expense_history.hpp"

namespace bursar::report {

// How far an expense was at the end of a day.
enum class Owed : std::uint8_t {
  approved,      // approved, scheduled, being paid, failed or on hold: a liability
  not_approved,  // pending, not verified, incomplete
  unknown,       // not paid then; its payment came later, and nobody saw whether it was approved
  nothing,       // paid, not submitted yet, a draft, rejected, canceled, gone
  cannot_tell,   // rejected or canceled today, and nobody saw it at that time
};

struct ExpenseState {
  Owed owed = Owed::nothing;
  // The platform's status of that time, ON_HOLD for what was held; where nobody saw it, the first
  // one seen later. Empty where unknown.
  std::string status;
  ledger::Money amount;
  bool seen = true;  // by a run at that time; else it is concluded from what was seen later
};

// What is known of an expense.
struct ExpenseHistory {
  ledger::Instant created_at;
  std::optional<ledger::Instant> paid_at;
  std::optional<ledger::Instant> gone_at;
  std::vector<store::ExpenseVersion> versions;  // oldest first, at least one
  std::vector<store::ExpensePayment> payments;  // from the ledger
};

// Whether money is owed at the end of `day` on the calendar of `zone`. Payments are known for any
// time, because the ledger dates them; statuses only since runs have seen them (F 4.6).
[[nodiscard]] ExpenseState state_at(const ExpenseHistory& history, ledger::CivilDate day,
                                    const ledger::TimeZone& zone);

}  // namespace bursar::report
