#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "world/currency.hpp"
#include "world/enums.hpp"
#include "world/time.hpp"

/// The tables of the imitated platform. Numbers count from 1; 0 means "none".
namespace bursar::sandbox {

using AccountId = std::uint32_t;
using CategoryId = std::uint32_t;
using ExpenseId = std::uint32_t;
using GroupNumber = std::uint32_t;
using MethodId = std::uint32_t;
using OrderId = std::uint32_t;
using RowNumber = std::uint32_t;
using TextId = std::uint32_t;

struct Account {
  AccountType type = AccountType::Individual;
  std::string slug;
  std::string name;
  std::string legal_name;
  std::string description;
  std::string email;
  std::string country;
  std::string address;
  Currency currency = Currency::USD;
  AccountId parent = 0;
  AccountId host = 0;
  AccountId main_profile = 0;  ///< of an incognito profile
  Micros created = 0;
  Micros updated = 0;
  Micros approved = kNever;
  double host_fee_percent = 10;
  int budget_version = 2;  ///< F 7.5
  bool active = false;
  bool archived = false;
  bool frozen = false;
  bool deleted = false;
  bool is_private = false;
  bool incognito = false;
  bool money_management = false;
  bool hosting = false;
  std::vector<std::string> tags;
  TaxType tax_type = TaxType::Vat;
  bool tax_registered = false;

  // Ready to be written into a response.
  std::string id_json;
  std::string public_id_json;
  std::string slug_json;
  std::string name_json;
};

struct Membership {
  AccountId member = 0;
  AccountId account = 0;
  Role role = Role::Admin;
  Micros created = 0;
};

struct Category {
  AccountId host = 0;
  std::string code;
  std::string name;
  std::string friendly_name;
  std::string instructions;
  CategoryKind kind = CategoryKind::Expense;
  bool has_kind = true;
  bool host_only = false;
  bool for_host = false;  ///< appliesTo HOST instead of HOSTED_COLLECTIVES
  std::vector<ExpenseType> expense_types;
  Micros created = 0;
  bool deleted = false;
};

struct PaymentMethod {
  PaymentService service = PaymentService::Stripe;
  PaymentType type = PaymentType::CreditCard;
  std::string name;
  AccountId account = 0;
  Micros created = 0;
};

struct PayoutMethod {
  PayoutType type = PayoutType::Other;
  Currency currency = Currency::USD;
  std::string name;
  std::string data;  ///< JSON
  AccountId account = 0;
  bool saved = true;
  Micros created = 0;
};

/// A tax as a row or an expense shows it. The rate is in 1/100,000 (5.5 % = 5500).
struct Tax {
  TaxType type = TaxType::Vat;
  std::uint32_t rate = 0;
  TextId id_number = 0;

  double fraction() const { return rate / 100000.0; }
};

struct Item {
  std::int32_t amount = 0;
  Currency currency = Currency::USD;
  TextId description = 0;
  Micros incurred = 0;
  Micros created = 0;
  bool has_file = true;
  double fx = 1;  ///< to the currency of the expense
};

struct Expense {
  AccountId account = 0;
  AccountId payee = 0;
  AccountId created_by = 0;
  AccountId requested_by = 0;
  AccountId host = 0;  ///< recorded when paid, else 0 (F 4.1.2)
  AccountId paid_by = 0;
  AccountId approved_by = 0;
  CategoryId category = 0;
  MethodId payout_method = 0;
  MethodId payment_method = 0;
  TextId description = 0;
  TextId long_description = 0;
  TextId reference = 0;
  TextId private_message = 0;
  TextId invoice_info = 0;
  TextId custom_data = 0;  ///< JSON text
  TextId tags = 0;         ///< comma separated
  TextId transfer_reference = 0;
  TextId attachments = 0;  ///< comma separated file names
  std::uint32_t first_item = 0;
  std::uint32_t merchant = 0;
  std::uint32_t virtual_card = 0;
  std::int32_t amount = 0;  ///< with tax, in `currency`
  Tax tax;                  ///< rate 0: none
  Micros created = 0;
  Micros incurred = 0;
  Micros paid = kNever;
  std::uint16_t items = 0;
  ExpenseType type = ExpenseType::Invoice;
  ExpenseStatus status = ExpenseStatus::Pending;
  Currency currency = Currency::USD;
  bool on_hold = false;
  bool payee_pays_fees = false;
  bool invoice_file = false;
  bool deleted = false;
};

struct Order {
  AccountId from = 0;
  AccountId to = 0;
  AccountId created_by = 0;
  CategoryId category = 0;
  MethodId payment_method = 0;
  TextId description = 0;
  TextId memo = 0;
  TextId custom_data = 0;
  TextId tags = 0;
  std::int32_t amount = 0;  ///< without tip, with tax
  std::int32_t tax = 0;
  std::int32_t tip = 0;
  Tax tax_info;
  Micros created = 0;
  Micros processed = kNever;
  Micros updated = 0;
  std::uint16_t quantity = 1;
  std::uint8_t tier = 0;
  bool has_tip = false;
  OrderStatus status = OrderStatus::Paid;
  Frequency frequency = Frequency::OneTime;
  Currency currency = Currency::USD;
};

struct Activity {
  Micros created = 0;
  AccountId account = 0;
  AccountId from = 0;
  AccountId host = 0;
  AccountId user = 0;
  ExpenseId expense = 0;
  OrderId order = 0;
  RowNumber transaction = 0;
  ActivityType type = ActivityType::ExpenseCreated;
  ExpenseStatus status_before = ExpenseStatus::Draft;
  ExpenseStatus status_after = ExpenseStatus::Draft;
};

struct Tier {
  std::string slug;
  std::string name;
  std::int32_t amount = 0;
  Currency currency = Currency::USD;
};

/// One row of the ledger, packed: a world may have ten million (about 112 bytes each).
struct TransactionRow {
  Micros created = 0;
  Micros cleared = kNever;
  double fx = 1;
  std::int32_t amount = 0;  ///< the columns are 32-bit integers (F 5.9.4)
  std::int32_t net = 0;
  std::int32_t tax = 0;
  std::int32_t host_amount = 0;
  std::int32_t platform_fee = 0;
  std::int32_t host_fee = 0;
  std::int32_t processor_fee = 0;
  AccountId account = 0;
  AccountId opposite = 0;
  AccountId host = 0;
  GroupNumber group = 0;
  ExpenseId expense = 0;
  OrderId order = 0;
  RowNumber refund = 0;  ///< the row on the other end of the refund link
  TextId description = 0;
  MethodId payment_method = 0;
  MethodId payout_method = 0;
  std::uint32_t merchant = 0;
  Kind kind = Kind::None;
  RefundKind refund_kind = RefundKind::None;
  Currency currency = Currency::USD;
  Currency host_currency = Currency::USD;
  std::uint8_t tax_info = 0;  ///< index into World::taxes
  bool credit : 1;
  bool is_refund : 1;
  bool disputed : 1;
  bool in_review : 1;
  bool deleted : 1;
  bool tax_null : 1;  ///< the raw column is null, not 0 (F 12.7)

  TransactionRow()
      : credit(true),
        is_refund(false),
        disputed(false),
        in_review(false),
        deleted(false),
        tax_null(true) {}

  bool is_refunded() const { return refund != 0 && !is_refund; }
  std::int64_t fees() const {
    return std::int64_t{platform_fee} + std::int64_t{host_fee} + std::int64_t{processor_fee};
  }
};

inline constexpr std::uint64_t kFirstTransactionId = 40'000;
inline constexpr std::uint64_t kFirstAccountId = 9'000;
inline constexpr std::uint64_t kFirstExpenseId = 1'000;
inline constexpr std::uint64_t kFirstOrderId = 3'000;

/// Things created from then on have their publicId as `id` (F 6.1).
Micros public_id_cutover();

}  // namespace bursar::sandbox
