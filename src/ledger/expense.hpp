#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "ledger/transaction.hpp"

namespace bursar::ledger {

// A file that belongs to an expense or one of its items: metadata only. `url` is the stable,
// protected address (F 6.17), private.
struct ExpenseFile {
  std::string id;
  std::string url;
  std::string name;
};

struct ExpenseItem {
  std::string id;       // the public id where there is one
  Money amount;         // in the item's own currency
  std::string fx_rate;  // to the expense's currency, decimal as written; empty when equal
  std::string description;
  std::optional<Instant> incurred_at;
  std::string url;  // private
};

struct ExpenseTax {
  std::string type;       // VAT, GST, …
  std::string rate;       // decimal as written, 0..1
  std::string id_number;  // private
};

// An expense with everything an accountant asks of it (F 6). Accounts and categories are keys as
// in Transaction. Empty strings stand for null.
struct Expense {
  std::string public_id;  // "ex_…"; the key
  std::string platform_id;
  std::optional<std::int64_t> legacy_id;
  std::string type;             // INVOICE, RECEIPT, CHARGE, GRANT, SETTLEMENT, … (F 6.2)
  std::string status;           // F 6.3
  std::optional<bool> on_hold;  // private: host admin only
  std::string description;
  std::string long_description;
  std::string reference;  // private
  Money amount;           // amountV2 in the expense's currency, tax included (F 6.7)
  std::vector<ExpenseTax> taxes;
  std::vector<ExpenseItem> items;
  std::vector<ExpenseFile> files;  // attachedFiles and invoiceFile, private
  bool files_known = false;        // somebody who may see them has read it: none means none
  std::string fees_payer;          // COLLECTIVE or PAYEE
  Instant created_at;
  std::optional<Instant> incurred_at;
  std::optional<Instant> paid_at;  // not cleared when marked unpaid (F 4.6.6)
  Key account = no_key;            // who pays
  Key payee = no_key;
  Key created_by = no_key;
  Key host = no_key;
  Key category = no_key;
  std::string payout_method_type;
  std::string payout_method_data;  // private; JSON text
  std::string payment_service;
  std::string payment_type;
  std::string virtual_card;     // private; its name or last four digits
  std::string invoice_info;     // private
  std::string private_message;  // private
  std::string payee_country;
  std::string payee_address;       // private
  std::string tags;                // JSON array text, as sent
  std::string custom_data;         // private; JSON text
  std::string merchant_id;         // private
  std::string transfer_reference;  // private
  bool incomplete = false;
};

// Hash over what a change of means the expense changed: everything but private fields and
// `incomplete`; keys replaced by public ids. The category counts by id, so that a rename of the
// category itself is not a change of each expense (F 6.14).
struct ExpenseNames {
  std::string_view account;
  std::string_view payee;
  std::string_view created_by;
  std::string_view host;
  std::string_view category;
};
[[nodiscard]] std::uint64_t stable_hash(const Expense& expense, const ExpenseNames& names);

// Statuses after which an expense rarely moves again; "rarely" because PAID can be undone by the
// host at any time (F 6.3). All others are listed anew in every run (F 11.10b).
[[nodiscard]] bool is_terminal_status(std::string_view status);

}  // namespace bursar::ledger
