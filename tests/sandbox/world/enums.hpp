#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// The platform's enumerations as far as the world uses them. Each has its name in GraphQL.
namespace bursar::sandbox {

enum class Kind : std::uint8_t {
  None,  ///< null: very old rows (F 5.5)
  AddedFunds,
  ApplicationFee,
  BalanceTransfer,
  Contribution,
  Expense,
  HostFee,
  HostFeeShare,
  HostFeeShareDebt,
  PaymentProcessorCover,
  PaymentProcessorDisputeFee,
  PaymentProcessorFee,
  PlatformFee,
  PlatformTip,
  PlatformTipDebt,
  PrepaidPaymentMethod,
  Tax,
};

enum class RefundKind : std::uint8_t { None, Refund, Reject, Edit, Duplicate, Dispute };

enum class AccountType : std::uint8_t {
  Bot,
  Collective,
  Event,
  Fund,
  Individual,
  Organization,
  Platform,
  Project,
  Vendor,
};

enum class ExpenseType : std::uint8_t {
  Invoice,
  Receipt,
  FundingRequest,
  Grant,
  Unclassified,
  Charge,
  Settlement,
  PlatformBilling,
};

enum class ExpenseStatus : std::uint8_t {
  Draft,
  Unverified,
  Pending,
  Incomplete,
  Approved,
  Rejected,
  Processing,
  Error,
  Paid,
  ScheduledForPayment,
  Spam,
  Canceled,
  InviteDeclined,
};

enum class OrderStatus : std::uint8_t { Paid, Active, Rejected, Refunded, Disputed, InReview };
enum class Frequency : std::uint8_t { OneTime, Monthly, Yearly };
enum class PaymentService : std::uint8_t { Stripe, PayPal, OpenCollective, Wise };
enum class PaymentType : std::uint8_t {
  CreditCard,
  Payment,
  Prepaid,
  Collective,
  Host,
  Manual,
  Payout
};
enum class PayoutType : std::uint8_t {
  Other,
  PayPal,
  BankAccount,
  AccountBalance,
  CreditCard,
  Stripe
};
enum class CategoryKind : std::uint8_t { AddedFunds, Contribution, Expense };
enum class TaxType : std::uint8_t { Vat, Gst };
enum class Role : std::uint8_t { Admin, Accountant, Backer, Host, Member };

enum class ActivityType : std::uint8_t {
  ExpenseCreated,
  ExpenseUpdated,
  ExpenseApproved,
  ExpenseUnapproved,
  ExpenseRejected,
  ExpenseMarkedAsIncomplete,
  ExpenseMarkedAsSpam,
  ExpensePutOnHold,
  ExpenseReleasedFromHold,
  ExpenseScheduledForPayment,
  ExpenseUnscheduledForPayment,
  ExpenseProcessing,
  ExpenseError,
  ExpensePaid,
  ExpenseMarkedAsUnpaid,
  ExpenseInviteDrafted,
  ExpenseInviteDeclined,
  ContributionRefunded,
  ContributionRejected,
  OrderDisputeCreated,
  OrderDisputeClosed,
  OrderReviewOpened,
  OrderReviewClosed,
  OrderUpdated,
  AddedFundsEdited,
  AccountingCategoriesEdited,
  CollectiveEdited,
  CollectiveBalanceTransferred,
  CollectiveApproved,
};

std::string_view name(Kind value);
std::string_view name(RefundKind value);
std::string_view name(AccountType value);
std::string_view name(ExpenseType value);
std::string_view name(ExpenseStatus value);
std::string_view name(OrderStatus value);
std::string_view name(Frequency value);
std::string_view name(PaymentService value);
std::string_view name(PaymentType value);
std::string_view name(PayoutType value);
std::string_view name(CategoryKind value);
std::string_view name(TaxType value);
std::string_view name(Role value);
std::string_view name(ActivityType value);

std::optional<Kind> kind_from(std::string_view text);
std::optional<RefundKind> refund_kind_from(std::string_view text);
std::optional<AccountType> account_type_from(std::string_view text);
std::optional<ExpenseType> expense_type_from(std::string_view text);
std::optional<ExpenseStatus> expense_status_from(std::string_view text);

/// Debt rows are those whose kind ends in _DEBT (F 5.5.2).
bool is_debt(Kind kind);

/// The GraphQL object type of an account, for instance `Collective`.
std::string_view type_name(AccountType type);

}  // namespace bursar::sandbox
