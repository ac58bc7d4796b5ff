#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bursar::mapping {

// What kind of rows a layout is about; says which fields it may use. `file` stands for the name of
// the file itself.
enum class Rows : std::uint16_t {
  transactions = 1,
  statement = 2,
  expenses = 4,
  expense_items = 8,
  file = 16,
  journal = 32,   // lines of entries, as a chart of accounts codes them
  postings = 64,  // rows in the shape they have since 2024, fees and taxes apart (R3)
  chart = 128,    // what the templates of a chart may use: the line before it is coded
};

// What a field holds; says which formats it may be given after the colon.
enum class FieldType : std::uint8_t {
  text,     // {f:cut=40}, {f:only=A-Z0-9,cut=36}; see text_format.hpp
  date,     // {f:%d/%m/%Y}
  time,     // {f:%Y-%m-%d %H:%M}; UTC; without a format 2026-11-15T00:00:00.018Z
  money,    // {f:hundredths}, {f:abs}, {f:negated}, {f:sign=H/S}; without a format 1234.50
  number,   // a whole number; {f:pad=6}
  decimal,  // as the platform writes it
  flag,     // true or false; {f:words=yes/no}
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
  deleted,
  // the posting and who moved the money
  part,
  side,
  fund,
  internal,
  processor,
  // the journal
  ledger_account,
  nickname,
  money_account,
  gl_amount,
  tax_code,
  software_tax,
  class_name,
  location,
  name,
  title,
  entry_id,
  entry_no,
  line_no,
  role,
  moved_from,
  // the file
  profile,
  account,
  batch,
  file_part,
  fiscal_year,
  fiscal_year_start,
  first_day,
  last_day,
};
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::last_day) + 1;

struct FieldInfo {
  Field field;
  std::string_view name;
  FieldType type;
  std::uint16_t rows;  // Rows, added up
  std::string_view meaning;
};

// Every field there is, in the order of the enumeration. mappings/README.md documents this table;
// a test compares the two.
[[nodiscard]] std::span<const FieldInfo> fields();
[[nodiscard]] const FieldInfo& info(Field field);
// Of several fields with this name (`account` is the ledger's in a line, the collective's in the
// name of a file) the one that these rows have, else any of them.
[[nodiscard]] std::optional<Field> find_field(Rows rows, std::string_view name);
[[nodiscard]] bool has_field(Rows rows, Field field);

[[nodiscard]] std::string_view type_name(FieldType type);
[[nodiscard]] std::string_view rows_name(Rows rows);

}  // namespace bursar::mapping
