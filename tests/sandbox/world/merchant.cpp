#include "world/merchant.hpp"

namespace bursar::sandbox {
namespace {

std::string base36(std::uint32_t number) {
  std::string text;
  for (int i = 0; i < 6; ++i, number /= 36) {
    text += "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
  }
  return text;
}

std::string of_payout(PayoutType type, std::uint32_t number) {
  return type == PayoutType::PayPal ? "PPX" + std::to_string(number) : std::to_string(number);
}

}  // namespace

std::string merchant_id(const World& world, const TransactionRow& row) {
  if (row.merchant == 0) return {};
  if (row.payout_method != 0) {
    return of_payout(world.payout_methods[row.payout_method].type, row.merchant);
  }
  const bool paypal = row.payment_method != 0 &&
                      world.payment_methods[row.payment_method].service == PaymentService::PayPal;
  return paypal ? "PPBS" + std::to_string(row.merchant) : "ch_" + base36(row.merchant);
}

std::string merchant_id(const World& world, const Expense& expense) {
  if (expense.merchant == 0 || expense.payout_method == 0) return {};
  return of_payout(world.payout_methods[expense.payout_method].type, expense.merchant);
}

}  // namespace bursar::sandbox
