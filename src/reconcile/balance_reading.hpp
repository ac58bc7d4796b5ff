#pragma once

#include <string>
#include <vector>

#include "reconcile/balance_check.hpp"
#include "reconcile/scope.hpp"

namespace bursar::reconcile {

// The balances of accounts, stored and the platform's, judged.
struct Balances {
  std::vector<AccountBalance> lines;
  Facts facts;
};

// Of these accounts (public ids), as far as the scope holds them. Two requests for a dozen
// accounts, one or two more where a figure differs.
[[nodiscard]] Balances read_balances(const Scope& scope, const std::vector<std::string>& accounts);

// The accounts whose parent this one is, by what the platform said of them.
[[nodiscard]] std::vector<std::string> children_of(const Facts& facts, const std::string& account);

}  // namespace bursar::reconcile
