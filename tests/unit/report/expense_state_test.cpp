// What is known of an expense at a day of the past.
#include "report/expense_state.hpp"

#include <gtest/gtest.h>

namespace bursar::report {
namespace {

ledger::Instant at(const char* moment) {
  return ledger::parse_rfc3339(moment).value();
}

store::ExpenseVersion seen(const char* moment, const char* status,
                           std::optional<bool> on_hold = std::nullopt) {
  return {at(moment), status, on_hold, {10000, ledger::Currency::parse("EUR").value()}};
}

store::ExpensePayment payment(const char* moment, std::int64_t paid) {
  return {at(moment), std::nullopt, paid};
}

// Submitted on 1 March 2026.
ExpenseHistory history(std::vector<store::ExpenseVersion> versions,
                       std::vector<store::ExpensePayment> payments = {}) {
  return {at("2026-03-01T09:00:00Z"), std::nullopt, std::nullopt, std::move(versions),
          std::move(payments)};
}

std::string state(const ExpenseHistory& history, const char* day) {
  const ExpenseState state = state_at(history, ledger::parse_civil_date(day).value(),
                                      ledger::TimeZone::find("Europe/Brussels").value());
  std::string text;
  switch (state.owed) {
    case Owed::approved:
      text = "approved";
      break;
    case Owed::not_approved:
      text = "not approved";
      break;
    case Owed::unknown:
      text = "unknown";
      break;
    case Owed::nothing:
      return "nothing";
    case Owed::cannot_tell:
      return "cannot tell";
  }
  if (!state.status.empty()) text += ", " + state.status;
  return state.seen ? text : text + ", seen later";
}

TEST(ExpenseState, FollowsTheStatusesThatRunsHaveSeen) {
  const auto expense =
      history({seen("2026-03-02T02:00:00Z", "PENDING"), seen("2026-03-05T02:00:00Z", "APPROVED"),
               seen("2026-03-09T02:00:00Z", "PAID")},
              {payment("2026-03-08T12:00:00Z", 10000)});
  EXPECT_EQ(state(expense, "2026-02-28"), "nothing");
  EXPECT_EQ(state(expense, "2026-03-02"), "not approved, PENDING");
  EXPECT_EQ(state(expense, "2026-03-05"), "approved, APPROVED");
  EXPECT_EQ(state(expense, "2026-03-07"), "approved, APPROVED");
  EXPECT_EQ(state(expense, "2026-03-08"), "nothing") << "paid before a run saw it";
  EXPECT_EQ(state(expense, "2026-03-31"), "nothing");
}

TEST(ExpenseState, EndsWithTheDayOnTheCalendarOfTheOrganisation) {
  // Half past eleven at night in UTC is the next day in Brussels.
  const auto expense =
      history({seen("2026-03-02T02:00:00Z", "APPROVED")}, {payment("2026-03-08T23:30:00Z", 10000)});
  EXPECT_EQ(state(expense, "2026-03-08"), "approved, APPROVED");
  EXPECT_EQ(state(expense, "2026-03-09"), "nothing");
}

TEST(ExpenseState, WhatIsHeldScheduledOrFailedIsOwedAllTheSame) {
  EXPECT_EQ(state(history({seen("2026-03-02T02:00:00Z", "APPROVED", true)}), "2026-03-31"),
            "approved, ON_HOLD");
  for (const char* status : {"SCHEDULED_FOR_PAYMENT", "PROCESSING", "ERROR"}) {
    EXPECT_EQ(state(history({seen("2026-03-02T02:00:00Z", status)}), "2026-03-31"),
              std::string("approved, ") + status);
  }
}

TEST(ExpenseState, WhatNobodyHasApprovedIsShownApart) {
  for (const char* status : {"PENDING", "UNVERIFIED", "INCOMPLETE", "A_NEW_ONE"}) {
    EXPECT_EQ(state(history({seen("2026-03-02T02:00:00Z", status)}), "2026-03-31"),
              std::string("not approved, ") + status);
  }
}

TEST(ExpenseState, DraftsAndRefusedOnesAreNotOwed) {
  for (const char* status : {"DRAFT", "REJECTED", "SPAM", "CANCELED", "INVITE_DECLINED"}) {
    EXPECT_EQ(state(history({seen("2026-03-02T02:00:00Z", status)}), "2026-03-31"), "nothing");
  }
}

TEST(ExpenseState, ThePaymentIsKnownEvenIfTheStatusWasNeverSeen) {
  // Everything was read in June only.
  const auto expense =
      history({seen("2026-06-01T02:00:00Z", "PAID")}, {payment("2026-04-10T12:00:00Z", 10000)});
  EXPECT_EQ(state(expense, "2026-03-31"), "unknown, seen later");
  EXPECT_EQ(state(expense, "2026-04-10"), "nothing");
}

TEST(ExpenseState, WithoutRowsThePaymentIsDatedByTheExpense) {
  auto expense = history({seen("2026-06-01T02:00:00Z", "PAID")});
  expense.paid_at = at("2026-04-10T00:00:00Z");
  EXPECT_EQ(state(expense, "2026-04-09"), "unknown, seen later");
  EXPECT_EQ(state(expense, "2026-04-10"), "nothing");
}

TEST(ExpenseState, APaymentTakenBackAndMadeAgainLeavesAGapInWhichItIsOwed) {
  const auto expense =
      history({seen("2026-06-01T02:00:00Z", "PAID")},
              {payment("2026-03-10T12:00:00Z", 10000), payment("2026-03-20T12:00:00Z", -10000),
               payment("2026-04-02T12:00:00Z", 10000)});
  EXPECT_EQ(state(expense, "2026-03-15"), "nothing");
  EXPECT_EQ(state(expense, "2026-03-31"), "unknown, seen later");
  EXPECT_EQ(state(expense, "2026-04-02"), "nothing");
}

TEST(ExpenseState, ACardPaymentThatWasRefundedForGoodIsNoDebt) {
  const auto expense =
      history({seen("2026-03-12T02:00:00Z", "PAID")},
              {payment("2026-03-10T12:00:00Z", 10000), payment("2026-03-20T12:00:00Z", -10000)});
  EXPECT_EQ(state(expense, "2026-03-31"), "nothing");
}

TEST(ExpenseState, WhatWasRejectedBeforeItWasReadCannotBeTold) {
  const auto expense = history({seen("2026-06-01T02:00:00Z", "REJECTED")});
  EXPECT_EQ(state(expense, "2026-03-31"), "cannot tell");
  EXPECT_EQ(state(expense, "2026-06-01"), "nothing");
}

TEST(ExpenseState, WhatIsGoneFromThePlatformWasOwedBefore) {
  auto expense = history({seen("2026-03-02T02:00:00Z", "APPROVED")});
  expense.gone_at = at("2026-05-01T02:00:00Z");
  EXPECT_EQ(state(expense, "2026-04-30"), "approved, APPROVED");
  EXPECT_EQ(state(expense, "2026-05-01"), "nothing");
}

}  // namespace
}  // namespace bursar::report
