// Which of a stored expense's fields survive a new reading of it.
#include <algorithm>

#include "store/expense_row.hpp"

namespace bursar::store {
namespace {

void keep(std::string& incoming, const std::string& stored) {
  if (incoming.empty()) incoming = stored;
}

void keep_private_parts(ledger::Expense& incoming, const ledger::Expense& stored) {
  for (ledger::ExpenseItem& item : incoming.items) {
    const auto known = std::find_if(stored.items.begin(), stored.items.end(),
                                    [&](const auto& other) { return other.id == item.id; });
    if (known != stored.items.end()) keep(item.url, known->url);
  }
  for (std::size_t i = 0; i < incoming.taxes.size() && i < stored.taxes.size(); ++i) {
    if (incoming.taxes[i].type == stored.taxes[i].type) {
      keep(incoming.taxes[i].id_number, stored.taxes[i].id_number);
    }
  }
  if (incoming.files.empty()) incoming.files = stored.files;
}

void keep_private_fields(ledger::Expense& incoming, const ledger::Expense& stored) {
  if (!incoming.on_hold) incoming.on_hold = stored.on_hold;
  keep(incoming.reference, stored.reference);
  keep(incoming.payout_method_data, stored.payout_method_data);
  keep(incoming.invoice_info, stored.invoice_info);
  keep(incoming.private_message, stored.private_message);
  keep(incoming.payee_address, stored.payee_address);
  keep(incoming.custom_data, stored.custom_data);
  keep(incoming.merchant_id, stored.merchant_id);
  keep(incoming.transfer_reference, stored.transfer_reference);
}

// What a reduced field set may leave out.
void keep_sub_objects(ledger::Expense& incoming, const ledger::Expense& stored) {
  for (auto key : {&ledger::Expense::account, &ledger::Expense::payee, &ledger::Expense::created_by,
                   &ledger::Expense::host, &ledger::Expense::category}) {
    if (incoming.*key == ledger::no_key) incoming.*key = stored.*key;
  }
  if (incoming.items.empty()) incoming.items = stored.items;
  if (incoming.taxes.empty()) incoming.taxes = stored.taxes;
  for (auto text : {&ledger::Expense::payout_method_type, &ledger::Expense::payment_service,
                    &ledger::Expense::payment_type, &ledger::Expense::payee_country,
                    &ledger::Expense::long_description, &ledger::Expense::tags}) {
    keep(incoming.*text, stored.*text);
  }
  incoming.incomplete = stored.incomplete;
}

bool same_parts(const ledger::Expense& a, const ledger::Expense& b) {
  const auto same_item = [](const auto& x, const auto& y) { return x.url == y.url; };
  const auto same_tax = [](const auto& x, const auto& y) { return x.id_number == y.id_number; };
  const auto same_file = [](const auto& x, const auto& y) {
    return x.id == y.id && x.url == y.url && x.name == y.name;
  };
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_item) &&
         std::equal(a.taxes.begin(), a.taxes.end(), b.taxes.begin(), b.taxes.end(), same_tax) &&
         std::equal(a.files.begin(), a.files.end(), b.files.begin(), b.files.end(), same_file);
}

}  // namespace

ledger::Expense merge(const ledger::Expense& stored, ledger::Expense incoming,
                      bool private_readable) {
  const bool saw_private_fields = private_readable && !incoming.incomplete;
  if (incoming.incomplete) keep_sub_objects(incoming, stored);
  // Readable with a scope of its own, which nothing tells us of (F 1.4).
  keep(incoming.virtual_card, stored.virtual_card);
  incoming.files_known = incoming.files_known || stored.files_known;
  if (!saw_private_fields) {
    keep_private_fields(incoming, stored);
    keep_private_parts(incoming, stored);
  }
  return incoming;
}

bool same_beside_hash(const ledger::Expense& a, const ledger::Expense& b) {
  return a.incomplete == b.incomplete && a.files_known == b.files_known && a.on_hold == b.on_hold &&
         a.reference == b.reference && a.payout_method_data == b.payout_method_data &&
         a.virtual_card == b.virtual_card && a.invoice_info == b.invoice_info &&
         a.private_message == b.private_message && a.payee_address == b.payee_address &&
         a.custom_data == b.custom_data && a.merchant_id == b.merchant_id &&
         a.transfer_reference == b.transfer_reference && same_parts(a, b);
}

}  // namespace bursar::store
