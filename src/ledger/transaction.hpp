#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::ledger {

// Which account, category or order a record points to: its place in the table that travels with
// the record (`Page::accounts` while in flight, the row of `accounts` once stored).
using Key = std::int64_t;
inline constexpr Key no_key = -1;

enum class Direction : std::uint8_t { debit, credit };

// One row of the platform's ledger: one side of a double entry (F 3.2.1, F 5). Amounts are
// hundredths; `currency` counts for amount, net_amount and tax_amount, `host_currency` for the
// others (F 5.3). Fees and taxes are the legacy in-row figures, 0 or of the sign that reduces the
// row (F 5.4). Empty strings stand for null.
struct Transaction {
  std::string id;  // UUID; the key (F 5.1.1)
  std::int64_t legacy_id = 0;
  std::string public_id;  // "tx_…"
  std::string group;      // UUID of the economic event (F 5.1.3); may be empty on old rows
  Direction direction = Direction::debit;
  std::string kind;         // open enum; empty on some 2015 rows (F 12.8)
  std::string refund_kind;  // REFUND, REJECT, EDIT, DUPLICATE, DISPUTE or empty
  std::string description;
  Instant created_at;
  std::optional<Instant> cleared_at;  // the API falls back to createdAt (F 5.7.2)

  Currency currency;
  std::int64_t amount = 0;
  std::int64_t net_amount = 0;
  std::int64_t tax_amount = 0;
  Currency host_currency;
  std::int64_t host_amount = 0;      // amountInHostCurrency
  std::int64_t host_net_amount = 0;  // netAmountInHostCurrency
  std::int64_t platform_fee = 0;
  std::int64_t host_fee = 0;
  std::int64_t processor_fee = 0;
  std::string fx_rate;  // hostCurrencyFxRate, the decimal exactly as the API wrote it

  std::string tax_type;       // VAT, GST, …
  std::string tax_rate;       // decimal as written, e.g. "0.21" (rounded by the platform, F 5.10.3)
  std::string tax_id_number;  // private

  Key account = no_key;
  Key opposite_account = no_key;
  Key host = no_key;
  Key gift_card_emitter = no_key;
  Key order = no_key;
  std::string expense;             // public_id of the linked expense
  std::string refund_transaction;  // id of the other end of a refund (F 5.6.2)

  bool is_refund = false;
  bool is_refunded = false;
  bool is_disputed = false;
  bool is_in_review = false;

  std::string merchant_id;      // private: host admin or accountant only
  std::string payment_service;  // STRIPE, PAYPAL, OPENCOLLECTIVE, WISE, …
  std::string payment_type;     // CREDITCARD, PAYMENT, MANUAL, …
  std::string payout_type;      // BANK_ACCOUNT, PAYPAL, OTHER, …
  std::string invoice_template;

  bool incomplete = false;  // read with a reduced field set because the full node came as null
};

// Hash over the fields that a change of means the row changed (F 11.6): everything above except
// private fields (their absence is a matter of the token's rights) and `incomplete`. The keys are
// replaced by what they name: pass the public ids. Stable across program versions: stored.
struct TransactionNames {
  std::string_view account;
  std::string_view opposite_account;
  std::string_view host;
  std::string_view gift_card_emitter;
  std::string_view order;
};
[[nodiscard]] std::uint64_t stable_hash(const Transaction& row, const TransactionNames& names);

// A contribution order as far as its transactions show it (F 6.21). The category is a live link.
struct Order {
  std::string public_id;  // "ord_…"; falls back to the raw id
  std::string platform_id;
  std::optional<std::int64_t> legacy_id;
  std::string description;
  std::string status;
  std::string frequency;
  std::optional<Instant> created_at;
  std::optional<Instant> processed_at;
  std::string memo;         // private
  std::string custom_data;  // private; JSON text
  std::string tags;         // JSON array text
  std::string tier_name;
  std::string tier_slug;
  std::optional<Money> amount;
  std::optional<Money> tip;
  Key category = no_key;
};

}  // namespace bursar::ledger
