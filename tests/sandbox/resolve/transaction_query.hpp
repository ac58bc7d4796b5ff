#pragma once

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "resolve/execution.hpp"
#include "resolve/row_selection.hpp"

namespace bursar::sandbox {

/// The answer of a `transactions` query; count and rows are made when asked for (F 2.3.4).
struct TransactionPage {
  RowSelection selection;
  PageRequest request;
  bool bad_order = false;  ///< orderBy of a column the table does not have (F 3.1)
};

/// Evaluates the arguments. `only`: the account of the nested `account.transactions`.
TransactionPage query_transactions(const Execution& ex, const nlohmann::json& arguments,
                                   std::optional<AccountId> only);

void write_transactions(Execution& ex, PlannedField& field, std::optional<AccountId> only);

}  // namespace bursar::sandbox
