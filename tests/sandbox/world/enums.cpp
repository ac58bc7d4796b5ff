#include "world/enums.hpp"

#include <array>
#include <cstddef>

namespace bursar::sandbox {
namespace {

template <std::size_t N>
using Names = std::array<std::string_view, N>;

constexpr Names<17> kKinds{"",
                           "ADDED_FUNDS",
                           "APPLICATION_FEE",
                           "BALANCE_TRANSFER",
                           "CONTRIBUTION",
                           "EXPENSE",
                           "HOST_FEE",
                           "HOST_FEE_SHARE",
                           "HOST_FEE_SHARE_DEBT",
                           "PAYMENT_PROCESSOR_COVER",
                           "PAYMENT_PROCESSOR_DISPUTE_FEE",
                           "PAYMENT_PROCESSOR_FEE",
                           "PLATFORM_FEE",
                           "PLATFORM_TIP",
                           "PLATFORM_TIP_DEBT",
                           "PREPAID_PAYMENT_METHOD",
                           "TAX"};
constexpr Names<6> kRefundKinds{"", "REFUND", "REJECT", "EDIT", "DUPLICATE", "DISPUTE"};
constexpr Names<9> kAccountTypes{"BOT",          "COLLECTIVE", "EVENT",   "FUND",  "INDIVIDUAL",
                                 "ORGANIZATION", "PLATFORM",   "PROJECT", "VENDOR"};
constexpr Names<9> kTypeNames{"Bot",          "Collective", "Event",   "Fund",  "Individual",
                              "Organization", "Platform",   "Project", "Vendor"};
constexpr Names<8> kExpenseTypes{"INVOICE",      "RECEIPT", "FUNDING_REQUEST", "GRANT",
                                 "UNCLASSIFIED", "CHARGE",  "SETTLEMENT",      "PLATFORM_BILLING"};
constexpr Names<13> kExpenseStatuses{
    "DRAFT",    "UNVERIFIED", "PENDING",        "INCOMPLETE", "APPROVED",
    "REJECTED", "PROCESSING", "ERROR",          "PAID",       "SCHEDULED_FOR_PAYMENT",
    "SPAM",     "CANCELED",   "INVITE_DECLINED"};
constexpr Names<6> kOrderStatuses{"PAID",     "ACTIVE",   "REJECTED",
                                  "REFUNDED", "DISPUTED", "IN_REVIEW"};
constexpr Names<3> kFrequencies{"ONETIME", "MONTHLY", "YEARLY"};
constexpr Names<4> kServices{"STRIPE", "PAYPAL", "OPENCOLLECTIVE", "WISE"};
constexpr Names<7> kPaymentTypes{"CREDITCARD", "PAYMENT", "PREPAID", "COLLECTIVE",
                                 "HOST",       "MANUAL",  "PAYOUT"};
constexpr Names<6> kPayoutTypes{"OTHER",           "PAYPAL",      "BANK_ACCOUNT",
                                "ACCOUNT_BALANCE", "CREDIT_CARD", "STRIPE"};
constexpr Names<3> kCategoryKinds{"ADDED_FUNDS", "CONTRIBUTION", "EXPENSE"};
constexpr Names<2> kTaxTypes{"VAT", "GST"};
constexpr Names<5> kRoles{"ADMIN", "ACCOUNTANT", "BACKER", "HOST", "MEMBER"};
constexpr Names<29> kActivityTypes{"COLLECTIVE_EXPENSE_CREATED",
                                   "COLLECTIVE_EXPENSE_UPDATED",
                                   "COLLECTIVE_EXPENSE_APPROVED",
                                   "COLLECTIVE_EXPENSE_UNAPPROVED",
                                   "COLLECTIVE_EXPENSE_REJECTED",
                                   "COLLECTIVE_EXPENSE_MARKED_AS_INCOMPLETE",
                                   "COLLECTIVE_EXPENSE_MARKED_AS_SPAM",
                                   "COLLECTIVE_EXPENSE_PUT_ON_HOLD",
                                   "COLLECTIVE_EXPENSE_RELEASED_FROM_HOLD",
                                   "COLLECTIVE_EXPENSE_SCHEDULED_FOR_PAYMENT",
                                   "COLLECTIVE_EXPENSE_UNSCHEDULED_FOR_PAYMENT",
                                   "COLLECTIVE_EXPENSE_PROCESSING",
                                   "COLLECTIVE_EXPENSE_ERROR",
                                   "COLLECTIVE_EXPENSE_PAID",
                                   "COLLECTIVE_EXPENSE_MARKED_AS_UNPAID",
                                   "COLLECTIVE_EXPENSE_INVITE_DRAFTED",
                                   "COLLECTIVE_EXPENSE_INVITE_DECLINED",
                                   "CONTRIBUTION_REFUNDED",
                                   "CONTRIBUTION_REJECTED",
                                   "ORDER_DISPUTE_CREATED",
                                   "ORDER_DISPUTE_CLOSED",
                                   "ORDER_REVIEW_OPENED",
                                   "ORDER_REVIEW_CLOSED",
                                   "ORDER_UPDATED",
                                   "ADDED_FUNDS_EDITED",
                                   "ACCOUNTING_CATEGORIES_EDITED",
                                   "COLLECTIVE_EDITED",
                                   "COLLECTIVE_BALANCE_TRANSFERRED",
                                   "COLLECTIVE_APPROVED"};

template <typename Enum, std::size_t N>
std::string_view at(const Names<N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

template <typename Enum, std::size_t N>
std::optional<Enum> lookup(const Names<N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(Kind value) {
  return at(kKinds, value);
}
std::string_view name(RefundKind value) {
  return at(kRefundKinds, value);
}
std::string_view name(AccountType value) {
  return at(kAccountTypes, value);
}
std::string_view name(ExpenseType value) {
  return at(kExpenseTypes, value);
}
std::string_view name(ExpenseStatus value) {
  return at(kExpenseStatuses, value);
}
std::string_view name(OrderStatus value) {
  return at(kOrderStatuses, value);
}
std::string_view name(Frequency value) {
  return at(kFrequencies, value);
}
std::string_view name(PaymentService value) {
  return at(kServices, value);
}
std::string_view name(PaymentType value) {
  return at(kPaymentTypes, value);
}
std::string_view name(PayoutType value) {
  return at(kPayoutTypes, value);
}
std::string_view name(CategoryKind value) {
  return at(kCategoryKinds, value);
}
std::string_view name(TaxType value) {
  return at(kTaxTypes, value);
}
std::string_view name(Role value) {
  return at(kRoles, value);
}
std::string_view name(ActivityType value) {
  return at(kActivityTypes, value);
}

std::optional<Kind> kind_from(std::string_view text) {
  return lookup<Kind>(kKinds, text);
}
std::optional<RefundKind> refund_kind_from(std::string_view text) {
  return lookup<RefundKind>(kRefundKinds, text);
}
std::optional<AccountType> account_type_from(std::string_view text) {
  return lookup<AccountType>(kAccountTypes, text);
}
std::optional<ExpenseType> expense_type_from(std::string_view text) {
  return lookup<ExpenseType>(kExpenseTypes, text);
}
std::optional<ExpenseStatus> expense_status_from(std::string_view text) {
  return lookup<ExpenseStatus>(kExpenseStatuses, text);
}

bool is_debt(Kind kind) {
  return kind == Kind::HostFeeShareDebt || kind == Kind::PlatformTipDebt;
}

std::string_view type_name(AccountType type) {
  return at(kTypeNames, type);
}

}  // namespace bursar::sandbox
