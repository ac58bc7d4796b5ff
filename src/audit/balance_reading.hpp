#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/balance_check.hpp"
#include "audit/scope.hpp"
#include "ledger/exact_sum.hpp"
#include "opencollective/client.hpp"
#include "store/balances.hpp"

namespace bursar::audit {

// The balances of accounts, stored and the platform's, judged.
struct Balances {
  std::vector<AccountBalance> lines;
  Facts facts;
};

// Of all accounts whose money the source's books hold: at the safe date and now. A request for a
// few dozen accounts, and one for facts about twenty.
[[nodiscard]] Balances read_balances(const Scope& scope);
// Of the source's own account and its children, now, from what a quick check asks, which is all in
// one currency: figures of accounts that have another one are converted, and not compared.
[[nodiscard]] Balances quick_balances(const Scope& scope, const opencollective::Figures& figures,
                                      ledger::Currency currency);
// In which currency a quick check asks: that of most rows of the source's account.
[[nodiscard]] ledger::Currency currency_of_source(const Scope& scope);

// What is stored of an account's family, and what it has by the same formula: an account without
// parent and its children, whose sum the platform makes anew (F 7.10). Nothing where the two cannot
// be compared to the cent: other formulas or currencies, or rows that the source has not.
struct Family {
  std::vector<std::string> accounts;  // the first is the parent
  ledger::ExactSum stored;
};
[[nodiscard]] std::optional<Family> family_of(const std::vector<store::StoredSum>& stored,
                                              const Balances& balances,
                                              const AccountBalance& parent);

// The accounts whose parent this one is, by what the platform said of them.
[[nodiscard]] std::vector<std::string> children_of(const Facts& facts, const std::string& account);

}  // namespace bursar::audit
