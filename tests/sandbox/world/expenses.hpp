#pragma once

#include "world/booking.hpp"
#include "world/stage.hpp"

namespace bursar::sandbox {

/// What an expense is to be; everything else follows from the random numbers of the stage.
struct ExpensePlan {
  AccountId account = 0;
  AccountId payee = 0;
  ExpenseType type = ExpenseType::Invoice;
  std::int64_t amount = 0;  ///< without tax; 0: something usual
  std::uint32_t tax_rate = 0;
  Micros at = 0;
  Currency currency = Currency::USD;
  bool currency_of_account = true;
};

ExpenseId create_expense(Stage& stage, const ExpensePlan& plan);

/// Gives the first item a currency of its own; the total follows (F 6.7, F 6.9).
void set_item_currency(World& world, ExpenseId expense, Currency currency, double fx);

/// Books the payment: the pair, the processor fee, the tax pair between payee and tax vendor
/// (F 5.5.1), and turns the expense to PAID.
GroupNumber pay_expense(Stage& stage, ExpenseId expense, Micros at);

/// Changes the status and leaves the activity the platform would (F 6.3, F 4.6.2).
void move_to(World& world, ExpenseId expense, ExpenseStatus status, AccountId user, Micros at);

void note_expense(World& world, ExpenseId expense, ActivityType type, AccountId user, Micros at);

}  // namespace bursar::sandbox
