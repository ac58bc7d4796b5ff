#pragma once

// Internal to the client (see exchange.hpp).

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "opencollective/client.hpp"
#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// See Client::balances, Client::balance_facts and Client::kind_sums. An account that the API does
// not answer for is nothing in the answer; a refusal of everything throws.
[[nodiscard]] std::vector<std::optional<std::int64_t>> read_balances(
    Exchange& exchange, std::span<const BalanceQuestion> questions);
[[nodiscard]] std::vector<std::optional<BalanceFacts>> read_balance_facts(
    Exchange& exchange, std::span<const std::string> accounts, const std::string& host);
// The reports are experimental (F 10.7): only the network throws.
[[nodiscard]] std::optional<std::vector<KindSum>> read_kind_sums(Exchange& exchange,
                                                                 const std::string& account,
                                                                 ledger::Instant from,
                                                                 ledger::Instant to);

}  // namespace bursar::opencollective
