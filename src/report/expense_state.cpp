#include "report/expense_state.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace bursar::report {
namespace {

using ledger::CivilDate;
using ledger::Instant;
using ledger::TimeZone;
using store::ExpensePayment;
using store::ExpenseVersion;

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// F 6.3. A status that the platform adds is shown among what is not approved.
Owed owed_by_status(std::string_view status) {
  static constexpr std::array<std::string_view, 4> approved{"APPROVED", "SCHEDULED_FOR_PAYMENT",
                                                            "PROCESSING", "ERROR"};
  static constexpr std::array<std::string_view, 6> closed{
      "PAID", "REJECTED", "SPAM", "CANCELED", "DRAFT", "INVITE_DECLINED"};
  if (is_one_of(status, approved)) return Owed::approved;
  return is_one_of(status, closed) ? Owed::nothing : Owed::not_approved;
}

std::string shown_status(const ExpenseVersion& version) {
  const bool held = version.on_hold.value_or(false) && version.status == "APPROVED";
  return held ? "ON_HOLD" : version.status;
}

// Whether the ledger has a payment by the end of the day (without one: ever) that nothing has taken
// back by then.
bool is_paid_by(const std::vector<ExpensePayment>& payments, std::optional<CivilDate> day,
                const TimeZone& zone) {
  std::int64_t paid = 0;
  for (const ExpensePayment& payment : payments) {
    const CivilDate date = ledger::transaction_date(payment.created_at, payment.cleared_at,
                                                    ledger::DateBasis::effective, zone);
    if (!day || date <= *day) paid = ledger::checked_add(paid, payment.paid);
  }
  return paid != 0;
}

// The version that runs had seen by the end of the day; nothing where they came later.
const ExpenseVersion* version_at(const ExpenseHistory& history, Instant end) {
  const ExpenseVersion* seen = nullptr;
  for (const ExpenseVersion& version : history.versions) {
    if (version.seen_at < end) seen = &version;
  }
  return seen;
}

bool is_paid_at(const ExpenseHistory& history, const ExpenseVersion& version, CivilDate day,
                const TimeZone& zone) {
  if (!history.payments.empty()) return is_paid_by(history.payments, day, zone);
  // The payment is in no row that is stored: its date on the expense is all there is.
  if (version.status != "PAID") return false;
  return !history.paid_at || ledger::typed_date(*history.paid_at, zone) <= day;
}

}  // namespace

ExpenseState state_at(const ExpenseHistory& history, CivilDate day, const TimeZone& zone) {
  const Instant end = zone.start_of({day.days + 1});
  ExpenseState state;
  if (history.created_at >= end || (history.gone_at && *history.gone_at < end)) return state;
  const ExpenseVersion* const at_the_time = version_at(history, end);
  const ExpenseVersion& version = at_the_time == nullptr ? history.versions.front() : *at_the_time;
  state.seen = at_the_time != nullptr;
  state.status = shown_status(version);
  state.amount = version.amount;
  state.owed = owed_by_status(version.status);
  if (is_paid_at(history, version, day, zone)) {
    state.owed = Owed::nothing;
  } else if (version.status == "PAID") {
    // By a payment of a later day. A payment that was taken back for good, as of a card, is no
    // debt.
    const bool later = history.payments.empty() || is_paid_by(history.payments, std::nullopt, zone);
    state.owed = !later ? Owed::nothing : state.seen ? Owed::approved : Owed::unknown;
    state.status.clear();
  } else if (state.owed == Owed::nothing && !state.seen && version.status != "DRAFT") {
    state.owed = Owed::cannot_tell;
  }
  return state;
}

}  // namespace bursar::report
