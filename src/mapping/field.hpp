#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bursar::mapping {

// What kind of rows a layout is about; says which fields it may use. `file` stands for the name of
// the file itself.
enum class Rows : std::uint8_t {
  transactions = 1,
  statement = 2,
  expenses = 4,
  expense_items = 8,
  file = 16
};

// What a field holds; says which formats it may be given after the colon.
enum class FieldType : std::uint8_t {
  text,     // {f:cut=40}
  date,     // {f:%d/%m/%Y}
  time,     // {f:%Y-%m-%d %H:%M}; UTC; without a format 2026-11-15T00:00:00.018Z
  money,    // {f:hundredths}, {f:abs}, {f:negated}; without a format 1234.50
  number,   // a whole number
  decimal,  // as the platform writes it
  flag,     // true or false
};

enum class Field : std::uint8_t {
  // the line
  date,
  amount,
  debit,
  credit,
  currency,
  memo,
  line_id,
  // the row
  id,
  legacy_id,
  public_id,
  group,
  type,
  kind,
  refund_kind,
  description,
  date_created,
  date_effective,
  date_incurred,
  date_paid,
  created_at,
  cleared_at,
  incurred_at,
  paid_at,
  gross_amount,
  platform_fee,
  host_fee,
  processor_fee,
  original_amount,
  original_net_amount,
  original_currency,
  tax_amount,
  fx_rate,
  tax_type,
  tax_rate,
  tax_id_number,
  // who
  collective,
  collective_slug,
  collective_id,
  collective_type,
  counterparty,
  counterparty_slug,
  counterparty_id,
  counterparty_type,
  host,
  host_slug,
  host_id,
  // what for
  category_code,
  category,
  category_id,
  order_id,
  order_legacy_id,
  order_description,
  order_status,
  order_frequency,
  order_tier,
  order_memo,
  order_tags,
  expense_id,
  expense_legacy_id,
  expense_type,
  expense_status,
  expense_tags,
  // how it was paid, and what became of it
  refund_transaction_id,
  is_refund,
  is_refunded,
  is_disputed,
  is_in_review,
  merchant_id,
  payment_service,
  payment_type,
  payout_type,
  invoice_template,
  // expenses
  on_hold,
  long_description,
  reference,
  fees_payer,
  taxes,
  submitter,
  submitter_slug,
  submitter_id,
  payout_details,
  virtual_card,
  invoice_info,
  private_message,
  payee_country,
  payee_address,
  custom_data,
  transfer_reference,
  files,
  item_count,
  // items of expenses
  expense_amount,
  expense_currency,
  item_id,
  item_number,
  item_description,
  item_fx_rate,
  item_url,
  // the record
  version,
  incomplete,
  // the file
  profile,
  account,
};
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::account) + 1;

struct FieldInfo {
  Field field;
  std::string_view name;
  FieldType type;
  std::uint8_t rows;  // Rows, added up
  std::string_view meaning;
};

// Every field there is, in the order of the enumeration. mappings/README.md documents this table;
// a test compares the two.
[[nodiscard]] std::span<const FieldInfo> fields();
[[nodiscard]] const FieldInfo& info(Field field);
[[nodiscard]] std::optional<Field> find_field(std::string_view name);
[[nodiscard]] bool has_field(Rows rows, Field field);

[[nodiscard]] std::string_view type_name(FieldType type);
[[nodiscard]] std::string_view rows_name(Rows rows);

// Fields of the mapping language that no layout of this version can use, with the reason; empty for
// names that are not among them.
[[nodiscard]] std::string_view later_field(std::string_view name);

}  // namespace bursar::mapping
