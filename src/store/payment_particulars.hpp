#pragma once

#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"

namespace bursar::store {

// What an expense says of the one who is paid and how: what tax forms ask for. Private texts are
// empty where the token could not read them.
struct PaymentParticulars {
  ledger::Instant created_at;
  std::string payee_country;
  std::string payee_address;                // private
  std::vector<std::string> tax_id_numbers;  // private; of its taxes, without doubles
  std::string payout_method_type;
};

// Of the expense with this public id; without any content where it is not stored.
[[nodiscard]] PaymentParticulars payment_particulars(Database& database,
                                                     const std::string& expense);

}  // namespace bursar::store
