#pragma once

#include <functional>
#include <string>

#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"
#include "receipts/attachments.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::receipts {

// A receipt that an auditor would look for in vain.
struct Missing {
  ledger::CivilDate day;  // see day_of()
  std::string expense;    // its number, or its id
  std::string expense_id;
  std::string type;
  std::string status;
  std::string payee;
  std::string description;
  ledger::Money amount;
  // A Reason, or "none_attached", "item_without", "not_visible", "not_fetched".
  std::string reason;
  std::string words;   // the same for people, in short
  std::string detail;  // what happened, where there is more to say
};

// Calls `visit` for each of the selected expenses (paid, or in the ledger) that has nothing
// attached, and for each attachment of them that is not in the archive. By creation of the expense.
// Tells what is stored; asks nobody.
void for_each_missing(store::Database& database, const std::vector<store::Source>& sources,
                      const Selection& selection, const std::function<void(const Missing&)>& visit);

}  // namespace bursar::receipts
