#pragma once

#include <optional>
#include <string>

#include "ledger/account.hpp"
#include "ledger/instant.hpp"

namespace bursar::overview {

// "2026-03", of its first instant (UTC); empty for nothing.
[[nodiscard]] std::string month_text(const std::optional<ledger::Instant>& month);
// What people call an account: its name, else its slug, else its public id.
[[nodiscard]] std::string name_of(const ledger::Account& account);

}  // namespace bursar::overview
