#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/transaction.hpp"
#include "store/database.hpp"
#include "store/interval_set.hpp"

namespace bursar::store {

// What a report is about.
enum class Topic : std::uint8_t {
  taxes,         // tax rows, taxes inside rows, expenses with tax rates
  expenses,      // payments of expenses
  platform_due,  // tips, shares of host fees, their debts and settlements; fees of the platform
};

// Ids of the groups, in their order, that have a row about the topic on one of these accounts and
// any row created or cleared within the interval. An EDIT refund is dated by the row it reverses:
// its group is named whatever the interval. So this is more than what is dated within the interval,
// never less, as long as the interval is a day wider at both ends (time zones).
[[nodiscard]] std::vector<std::string> groups_about(Database& database, Topic topic,
                                                    const std::vector<ledger::Key>& accounts,
                                                    const Interval& interval);

}  // namespace bursar::store
