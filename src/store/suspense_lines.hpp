#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"

namespace bursar::store {

// A line of a journal that stands on suspense, because no rule of its chart fitted.
struct SuspenseLine {
  ledger::CivilDate day;
  std::string entry;
  std::string ledger_account;
  std::string account;  // name of the account whose row it is
  std::string kind;
  std::string description;
  ledger::Money amount;  // + is debit
};

// The newest first, at most `most`; store::lines_on_suspense counts them all.
[[nodiscard]] std::vector<SuspenseLine> suspense_lines(Database& database, std::int64_t profile,
                                                       std::int64_t most);

}  // namespace bursar::store
