#include "resolve/references.hpp"

#include <algorithm>

namespace bursar::sandbox {
namespace {

using nlohmann::json;

std::optional<std::uint64_t> legacy_number(const json& reference, std::uint64_t first) {
  const auto found = reference.find("legacyId");
  if (found == reference.end() || !found->is_number_integer()) return std::nullopt;
  const auto value = found->get<std::int64_t>();
  if (value < static_cast<std::int64_t>(first)) return std::nullopt;
  return static_cast<std::uint64_t>(value) - first;
}

std::optional<std::string> text_member(const json& reference, const char* name) {
  const auto found = reference.find(name);
  if (found == reference.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

/// The number behind an id or legacyId, not yet checked against the table.
std::optional<std::uint64_t> number_of(const World& world, Entity entity, std::uint64_t first,
                                       const json& reference) {
  if (const auto id = text_member(reference, "id")) {
    return number_from_id(world, entity, *id);
  }
  return legacy_number(reference, first);
}

}  // namespace

std::optional<AccountId> find_account(const World& world, const json& reference) {
  if (const auto id = text_member(reference, "id")) return world.account_by_id(*id);
  if (const auto number = legacy_number(reference, kFirstAccountId)) {
    if (!world.accounts.has(*number)) return std::nullopt;
    const auto id = static_cast<AccountId>(*number);
    return world.accounts[id].deleted ? std::nullopt : std::optional(id);
  }
  if (reference.contains("legacyId") && reference["legacyId"].is_number()) return std::nullopt;
  if (const auto slug = text_member(reference, "slug")) return world.account_by_slug(*slug);
  throw FieldError::plain("Please provide an id or a slug");
}

AccountId require_account(const Execution& ex, const json& reference) {
  const auto account = find_account(ex.world(), reference);
  if (!account) throw FieldError::not_found("Account Not Found");
  if (!ex.rights().sees(*account)) {
    throw FieldError::forbidden("This account is private. You must be a member to view it.");
  }
  return *account;
}

std::vector<AccountId> require_accounts(const Execution& ex, const json& references) {
  std::vector<AccountId> accounts;
  if (references.size() > 200) {
    throw FieldError::plain("You can only fetch up to 200 accounts at once");
  }
  for (const json& reference : references) {
    if (reference.is_null()) continue;
    const auto account = find_account(ex.world(), reference);
    if (!account) throw FieldError::not_found("Accounts not found for some of the given inputs");
    if (std::find(accounts.begin(), accounts.end(), *account) == accounts.end()) {
      accounts.push_back(*account);
    }
  }
  for (const AccountId account : accounts) {
    if (ex.rights().sees(account)) continue;
    throw FieldError::forbidden(
        "One or more of the accounts are private. You must be a member to view them.");
  }
  return accounts;
}

std::optional<RowNumber> find_transaction(const World& world, const json& reference) {
  std::optional<std::uint64_t> number;
  if (const auto id = text_member(reference, "id")) {
    number = world.ids.from_uuid(Entity::Transaction, *id);
    if (!number) number = world.ids.from_public(Entity::Transaction, *id);
  } else {
    number = legacy_number(reference, kFirstTransactionId);
  }
  if (!number || !world.ledger.has(*number)) return std::nullopt;
  const auto row = static_cast<RowNumber>(*number);
  return world.ledger[row].deleted ? std::nullopt : std::optional(row);
}

std::optional<ExpenseId> find_expense(const World& world, const json& reference) {
  const auto number = number_of(world, Entity::Expense, kFirstExpenseId, reference);
  if (!number || !world.expenses.has(*number)) return std::nullopt;
  const auto id = static_cast<ExpenseId>(*number);
  return world.expenses[id].deleted ? std::nullopt : std::optional(id);
}

std::optional<OrderId> find_order(const World& world, const json& reference) {
  const auto number = number_of(world, Entity::Order, kFirstOrderId, reference);
  if (!number || !world.orders.has(*number)) return std::nullopt;
  return static_cast<OrderId>(*number);
}

std::optional<Micros> time_argument(const json& value) {
  if (!value.is_string()) return std::nullopt;
  return parse_rfc3339(value.get_ref<const std::string&>());
}

}  // namespace bursar::sandbox
