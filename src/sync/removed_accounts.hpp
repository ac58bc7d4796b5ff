#pragma once

#include <string>
#include <vector>

#include "opencollective/client.hpp"
#include "store/database.hpp"

namespace bursar::sync {

// What becomes of the rows of an account that was removed on the platform: they stay with it, or
// they were moved when it was merged into another (F 10.2).
struct RemovedAccount {
  std::string into;  // slug of the account that its rows have now; empty when they stayed
  // What must be looked up: rows to be followed there, and expenses, of which those that were not
  // paid are deleted with the account (F 6.5).
  std::vector<std::string> transactions;
  std::vector<std::string> expenses;
  // Of the rows that were moved: the other sides name the account that they have now.
  std::vector<std::string> groups;
};
// Asks for one of the rows: all have the same fate.
[[nodiscard]] RemovedAccount examine_removed_account(store::Database& database,
                                                     opencollective::Client& client,
                                                     const std::string& account);

}  // namespace bursar::sync
