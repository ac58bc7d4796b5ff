#pragma once

// Internal to the client (see exchange.hpp): members of small answers, forgiving of what is
// missing.

#include <string>

#include <nlohmann/json.hpp>

#include "ledger/account.hpp"

namespace bursar::opencollective {

// The member, or null where it is missing or `object` is no object.
[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, const char* name);
// Empty where it is missing or no text.
[[nodiscard]] std::string text(const nlohmann::json& object, const char* name);
// False where it is missing.
[[nodiscard]] bool flag(const nlohmann::json& object, const char* name);
// The member `nodes` of a collection.
[[nodiscard]] const nlohmann::json& nodes_of(const nlohmann::json& object, const char* name);
// The public id, which old records may lack.
[[nodiscard]] std::string id_of(const nlohmann::json& object);
[[nodiscard]] ledger::Account read_account(const nlohmann::json& object);

}  // namespace bursar::opencollective
