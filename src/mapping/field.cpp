#include "mapping/field.hpp"

#include <algorithm>
#include <array>

namespace bursar::mapping {
namespace {

constexpr std::uint16_t S = static_cast<std::uint16_t>(Rows::statement);
constexpr std::uint16_t I = static_cast<std::uint16_t>(Rows::expense_items);
constexpr std::uint16_t F = static_cast<std::uint16_t>(Rows::file);
constexpr std::uint16_t J = static_cast<std::uint16_t>(Rows::journal);
constexpr std::uint16_t P = static_cast<std::uint16_t>(Rows::postings);
constexpr std::uint16_t C = static_cast<std::uint16_t>(Rows::chart);
constexpr std::uint16_t coded_rows = J | C;
constexpr std::uint16_t ledger_rows =
    static_cast<std::uint16_t>(Rows::transactions) | S | P | coded_rows;
constexpr std::uint16_t expense_rows = static_cast<std::uint16_t>(Rows::expenses) | I;
constexpr std::uint16_t all_rows = ledger_rows | expense_rows;
constexpr std::uint16_t table_rows = all_rows & ~(S | coded_rows);

using enum FieldType;

// clang-format off
constexpr std::array<FieldInfo, field_count> catalogue{{
    {Field::date, "date", date, all_rows, "the day the row counts for: the profile's date, in the organisation's time zone"},
    {Field::amount, "amount", money, all_rows, "what the row does to the balance, in the host's currency, fees and taxes of old rows included: + is money in; of an expense or item, its own amount; of a line of a journal, gl_amount with the other sign"},
    {Field::debit, "debit", money, ledger_rows, "the amount without its sign where money goes out, as on a bank statement; of a journal line, the amount where it is a debit; else empty"},
    {Field::credit, "credit", money, ledger_rows, "the amount where money comes in; of a journal line, the amount without its sign where it is a credit; else empty"},
    {Field::currency, "currency", text, all_rows | F, "the currency of amount"},
    {Field::memo, "memo", text, ledger_rows, "kind and description; of a line of a journal what the chart says, else kind, collective, counterparty and description; then [reversal], [replacement], [of DATE] where it is so (in OFX behind the whole MEMO)"},
    {Field::line_id, "line_id", text, S | J | P, "the identity of the line, never used again: the row's id, with the part after a colon where a row has several, and .1r, .1, ... for what reverses and replaces it"},

    {Field::id, "id", text, all_rows, "the row's id on Open Collective: never changes, identifies it for ever"},
    {Field::legacy_id, "legacy_id", number, all_rows, "the row's number on Open Collective"},
    {Field::public_id, "public_id", text, ledger_rows, "the row's id in the form tx_..."},
    {Field::group, "group", text, ledger_rows, "the id that all rows of one event share: main row, fees, tip, tax"},
    {Field::type, "type", text, ledger_rows, "CREDIT or DEBIT"},
    {Field::kind, "kind", text, ledger_rows, "CONTRIBUTION, EXPENSE, HOST_FEE, PAYMENT_PROCESSOR_FEE, ...; empty on a few rows of 2015"},
    {Field::refund_kind, "refund_kind", text, ledger_rows, "REFUND, REJECT, EDIT, DUPLICATE, DISPUTE or empty"},
    {Field::description, "description", text, all_rows, "what Open Collective says it is for"},
    {Field::date_created, "date_created", date, all_rows, "the day the row was created, in the organisation's time zone"},
    {Field::date_effective, "date_effective", date, ledger_rows, "the day the money moved, as far as known: cleared_at, else created_at"},
    {Field::date_incurred, "date_incurred", date, expense_rows, "the day the cost arose"},
    {Field::date_paid, "date_paid", date, expense_rows, "the day the expense was paid"},
    {Field::created_at, "created_at", time, all_rows, "when the row was created"},
    {Field::cleared_at, "cleared_at", time, ledger_rows, "when the payment took effect; a time of 00:00:00.000 is a day that a person entered"},
    {Field::incurred_at, "incurred_at", time, expense_rows, "when the cost arose"},
    {Field::paid_at, "paid_at", time, expense_rows, "when the expense was paid; stays when it is marked as unpaid"},
    {Field::gross_amount, "gross_amount", money, ledger_rows, "the row's amount in the host's currency before the fees and taxes within it"},
    {Field::platform_fee, "platform_fee", money, ledger_rows, "platform fee within the row (until about 2021), 0 or negative"},
    {Field::host_fee, "host_fee", money, ledger_rows, "host fee within the row (until about 2021), 0 or negative"},
    {Field::processor_fee, "processor_fee", money, ledger_rows, "payment processor fee within the row (until about 2024), 0 or negative"},
    {Field::original_amount, "original_amount", money, ledger_rows, "the row's amount in its own currency"},
    {Field::original_net_amount, "original_net_amount", money, ledger_rows, "the row's net amount in its own currency, as the platform rounds it"},
    {Field::original_currency, "original_currency", text, ledger_rows, "the row's own currency"},
    {Field::tax_amount, "tax_amount", money, ledger_rows, "tax within the row (until about 2024), in the row's own currency"},
    {Field::fx_rate, "fx_rate", decimal, ledger_rows, "the rate from the row's own currency to the host's"},
    {Field::tax_type, "tax_type", text, all_rows, "VAT, GST, ...; of an expense, of its first tax"},
    {Field::tax_rate, "tax_rate", decimal, all_rows, "the tax rate, 0.21 for 21 %"},
    {Field::tax_id_number, "tax_id_number", text, all_rows, "the tax number given (private)"},

    {Field::collective, "collective", text, all_rows, "name of the account whose row it is; of an expense, who pays"},
    {Field::collective_slug, "collective_slug", text, all_rows, "its slug; changes when it is renamed"},
    {Field::collective_id, "collective_id", text, all_rows, "its id in the form acc_...; never changes"},
    {Field::collective_type, "collective_type", text, all_rows, "COLLECTIVE, PROJECT, EVENT, FUND, ORGANIZATION, ..."},
    {Field::counterparty, "counterparty", text, all_rows, "name of the other side; of an expense, who is paid"},
    {Field::counterparty_slug, "counterparty_slug", text, all_rows, "its slug"},
    {Field::counterparty_id, "counterparty_id", text, all_rows, "its id"},
    {Field::counterparty_type, "counterparty_type", text, all_rows, "its type: INDIVIDUAL, ORGANIZATION, VENDOR, ..."},
    {Field::host, "host", text, all_rows, "name of the fiscal host that the row is recorded with"},
    {Field::host_slug, "host_slug", text, all_rows, "its slug"},
    {Field::host_id, "host_id", text, all_rows, "its id"},

    {Field::category_code, "category_code", text, all_rows, "code of the accounting category of the expense or contribution"},
    {Field::category, "category", text, all_rows, "name of that category"},
    {Field::category_id, "category_id", text, all_rows, "id of that category"},
    {Field::order_id, "order_id", text, ledger_rows, "id of the contribution that the row belongs to"},
    {Field::order_legacy_id, "order_legacy_id", number, ledger_rows, "number of that contribution"},
    {Field::order_description, "order_description", text, ledger_rows, "description of that contribution"},
    {Field::order_status, "order_status", text, ledger_rows, "ACTIVE, PAID, CANCELLED, ..."},
    {Field::order_frequency, "order_frequency", text, ledger_rows, "ONETIME, MONTHLY, YEARLY"},
    {Field::order_tier, "order_tier", text, ledger_rows, "the tier that was chosen"},
    {Field::order_memo, "order_memo", text, ledger_rows, "the host's note on added funds (private)"},
    {Field::order_tags, "order_tags", text, ledger_rows, "tags of the contribution, as a JSON list"},
    {Field::expense_id, "expense_id", text, all_rows, "id of the expense that the row pays, in the form ex_..."},
    {Field::expense_legacy_id, "expense_legacy_id", number, all_rows, "number of that expense, as on the website"},
    {Field::expense_type, "expense_type", text, all_rows, "INVOICE, RECEIPT, CHARGE, GRANT, SETTLEMENT, ..."},
    {Field::expense_status, "expense_status", text, all_rows, "PENDING, APPROVED, PAID, REJECTED, ..."},
    {Field::expense_tags, "expense_tags", text, all_rows, "tags of the expense, as a JSON list"},

    {Field::refund_transaction_id, "refund_transaction_id", text, ledger_rows, "of a refund, the row refunded; of a refunded row, its refund"},
    {Field::is_refund, "is_refund", flag, ledger_rows, "the row undoes another"},
    {Field::is_refunded, "is_refunded", flag, ledger_rows, "another row undoes this one"},
    {Field::is_disputed, "is_disputed", flag, ledger_rows, "the payer has disputed the payment"},
    {Field::is_in_review, "is_in_review", flag, ledger_rows, "the payment provider reviews the payment"},
    {Field::merchant_id, "merchant_id", text, all_rows, "the payment provider's id of the payment (private)"},
    {Field::payment_service, "payment_service", text, all_rows, "STRIPE, PAYPAL, WISE, OPENCOLLECTIVE, ..."},
    {Field::payment_type, "payment_type", text, all_rows, "CREDITCARD, PAYMENT, MANUAL, ..."},
    {Field::payout_type, "payout_type", text, all_rows, "BANK_ACCOUNT, PAYPAL, OTHER, ..."},
    {Field::invoice_template, "invoice_template", text, ledger_rows, "which invoice template the host uses for the row"},

    {Field::on_hold, "on_hold", flag, expense_rows, "the host holds the payment back (private)"},
    {Field::long_description, "long_description", text, expense_rows, "the expense's notes"},
    {Field::reference, "reference", text, expense_rows, "the invoice number that the payee gave (private)"},
    {Field::fees_payer, "fees_payer", text, expense_rows, "who bears the fees of the payment: COLLECTIVE or PAYEE"},
    {Field::taxes, "taxes", text, expense_rows, "all taxes with their rates: VAT 0.21"},
    {Field::submitter, "submitter", text, expense_rows, "name of the person who submitted the expense"},
    {Field::submitter_slug, "submitter_slug", text, expense_rows, "slug of that person"},
    {Field::submitter_id, "submitter_id", text, expense_rows, "id of that person"},
    {Field::payout_details, "payout_details", text, expense_rows, "where the money goes, as JSON (private)"},
    {Field::virtual_card, "virtual_card", text, expense_rows, "the card charged (private)"},
    {Field::invoice_info, "invoice_info", text, expense_rows, "what the payee wants on the invoice (private)"},
    {Field::private_message, "private_message", text, expense_rows, "note to the admins (private)"},
    {Field::payee_country, "payee_country", text, expense_rows, "country of the payee, two letters"},
    {Field::payee_address, "payee_address", text, expense_rows, "address of the payee (private)"},
    {Field::custom_data, "custom_data", text, expense_rows, "data of integrations, as JSON (private)"},
    {Field::transfer_reference, "transfer_reference", text, expense_rows, "reference on the bank transfer (private)"},
    {Field::files, "files", text, expense_rows, "addresses of attached files, separated by blanks (private)"},
    {Field::item_count, "item_count", number, expense_rows, "how many items the expense has"},

    {Field::expense_amount, "expense_amount", money, I, "the amount of the whole expense, taxes included"},
    {Field::expense_currency, "expense_currency", text, I, "the currency of that amount"},
    {Field::item_id, "item_id", text, I, "the item's id"},
    {Field::item_number, "item_number", number, I, "the item's place in the expense, from 1"},
    {Field::item_description, "item_description", text, I, "what the item is"},
    {Field::item_fx_rate, "item_fx_rate", decimal, I, "the rate from the item's currency to the expense's, where they differ"},
    {Field::item_url, "item_url", text, I, "address of the receipt (private)"},

    {Field::version, "version", number, all_rows, "1, and one more each time the platform changed the record"},
    {Field::incomplete, "incomplete", flag, all_rows, "the platform could not give every field of the record"},
    {Field::deleted, "deleted", flag, table_rows, "the record has vanished from the platform since it was handed over"},

    {Field::part, "part", text, S | P | coded_rows, "which part of its row the line is: main, tax, platform_fee, host_fee, processor_fee"},
    {Field::side, "side", text, P | coded_rows, "received or given; a refund stays on the side of what it refunds"},
    {Field::fund, "fund", text, P | coded_rows, "whose money: managed, operational, platform, own"},
    {Field::internal, "internal", flag, P | coded_rows, "the other side is another account in the books of this source"},
    {Field::processor, "processor", text, P | coded_rows, "who moved the money of the event: STRIPE, PAYPAL, BANK_ACCOUNT, ..."},

    {Field::ledger_account, "account", text, S | J, "the ledger account, by the chart"},
    {Field::nickname, "nickname", text, J, "what the chart's [accounts] calls that account; empty where the present chart does not know it"},
    {Field::money_account, "money", text, S | J, "the account of the line's other side, by the chart"},
    {Field::gl_amount, "gl_amount", money, J, "the amount of the line: + is debit"},
    {Field::tax_code, "tax", text, S | J, "the tax code, by the chart"},
    {Field::software_tax, "software_tax", money, J, "the tax that the accounting software adds to the line by its tax code: + is debit"},
    {Field::class_name, "class", text, S | J, "the class, by the chart: usually the fund"},
    {Field::location, "location", text, S | J, "the location, by the chart"},
    {Field::name, "name", text, S | J, "the name of customer or vendor, by the chart"},
    {Field::title, "title", text, J, "what the entry is about: the description of its main row"},
    {Field::entry_id, "entry_id", text, J, "the identity of the entry: OC and 15 digits, -2, -3, ... for what comes later; at most 21 characters"},
    {Field::entry_no, "entry_no", number, J, "the entry's number, without gaps, by profile and fiscal year"},
    {Field::line_no, "line_no", number, J, "the line's place in its entry, from 1"},
    {Field::role, "role", text, S | J, "original, late, reversal, replacement, or money for the other side"},
    {Field::moved_from, "moved_from", date, S | J, "the day that the line belongs to, where that was locked or handed over already; else empty"},

    {Field::profile, "profile", text, F, "name of the profile"},
    {Field::account, "account", text, F, "slug of the account whose rows the file holds, as it was when its first file was written"},
    {Field::batch, "batch", number, F, "the number of the batch, from 1, by profile"},
    {Field::file_part, "part", number, F, "the number of the file within the batch, from 1"},
    {Field::fiscal_year, "fiscal_year", number, F, "the year in which the fiscal year began that the file is about"},
    {Field::fiscal_year_start, "fiscal_year_start", date, F, "the first day of that fiscal year"},
    {Field::first_day, "from", date, F, "the first day that the file covers"},
    {Field::last_day, "to", date, F, "the last day that the file covers"},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    if (static_cast<std::size_t>(catalogue[i].field) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the catalogue must follow the enumeration");

}  // namespace

std::span<const FieldInfo> fields() {
  return catalogue;
}

const FieldInfo& info(Field field) {
  return catalogue[static_cast<std::size_t>(field)];
}

std::optional<Field> find_field(Rows rows, std::string_view name) {
  std::optional<Field> found;
  for (const FieldInfo& entry : catalogue) {
    if (entry.name != name) continue;
    if (has_field(rows, entry.field)) return entry.field;
    found = entry.field;
  }
  return found;
}

bool has_field(Rows rows, Field field) {
  return (info(field).rows & static_cast<std::uint16_t>(rows)) != 0;
}

std::string_view type_name(FieldType type) {
  switch (type) {
    case text:
      return "text";
    case date:
      return "date";
    case time:
      return "time";
    case money:
      return "money";
    case number:
      return "number";
    case decimal:
      return "decimal";
    case flag:
      return "flag";
  }
  return "text";
}

std::string_view rows_name(Rows rows) {
  switch (rows) {
    case Rows::transactions:
      return "transactions";
    case Rows::statement:
      return "statement";
    case Rows::expenses:
      return "expenses";
    case Rows::expense_items:
      return "expense-items";
    case Rows::file:
      return "file names";
    case Rows::journal:
      return "journal";
    case Rows::postings:
      return "postings";
    case Rows::chart:
      return "charts";
  }
  return "transactions";
}

}  // namespace bursar::mapping
