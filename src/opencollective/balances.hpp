#pragma once

// Internal to the client (see exchange.hpp).

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "opencollective/client.hpp"
#include "opencollective/exchange.hpp"

namespace bursar::opencollective {

// See Client::balances and Client::balance_facts. An account that the API does not answer for is
// nothing in the answer; a refusal of everything throws.
[[nodiscard]] std::vector<std::optional<std::int64_t>> read_balances(
    Exchange& exchange, std::span<const BalanceQuestion> questions);
[[nodiscard]] std::vector<std::optional<BalanceFacts>> read_balance_facts(
    Exchange& exchange, std::span<const std::string> accounts, const std::string& host);

// What stands at a path of members; null where it does not lead anywhere.
[[nodiscard]] const nlohmann::json& at_path(const nlohmann::json& object,
                                            std::initializer_list<const char*> path);
[[nodiscard]] std::string text_at(const nlohmann::json& object,
                                  std::initializer_list<const char*> path);
// How the balance of an account is made, from what figures_document() and
// balance_facts_document() ask of it.
[[nodiscard]] BalanceFacts read_facts(const nlohmann::json& account);

}  // namespace bursar::opencollective
