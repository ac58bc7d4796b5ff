#pragma once

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "resolve/execution.hpp"

namespace bursar::sandbox {

/// Resolves `{id | legacyId | slug}`. Unknown and soft-deleted accounts: nothing. An empty
/// reference throws "Please provide an id or a slug".
std::optional<AccountId> find_account(const World& world, const nlohmann::json& reference);

/// The account, or NotFound "Account Not Found"; private ones are Forbidden to strangers.
AccountId require_account(const Execution& ex, const nlohmann::json& reference);

/// All of them, or NotFound for the whole list (F 3.2.2); at most 200.
std::vector<AccountId> require_accounts(const Execution& ex, const nlohmann::json& references);

std::optional<RowNumber> find_transaction(const World& world, const nlohmann::json& reference);
std::optional<ExpenseId> find_expense(const World& world, const nlohmann::json& reference);
std::optional<OrderId> find_order(const World& world, const nlohmann::json& reference);

/// A DateTime argument, validated before; nothing when absent or null.
std::optional<Micros> time_argument(const nlohmann::json& value);

}  // namespace bursar::sandbox
