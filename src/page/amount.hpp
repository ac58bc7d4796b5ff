#pragma once

#include <cstdint>
#include <string>

#include "ledger/money.hpp"
#include "page/markup.hpp"

namespace bursar::page {

// "−1 234.50" for readers: a true minus sign, thousands apart by spaces that do not break, as many
// decimals as the currency has, or two where the amount needs them.
[[nodiscard]] std::string shown(ledger::Money money);
// "1 234"
[[nodiscard]] std::string shown_count(std::int64_t number);
// The same in a table, with the exact decimal ("-1234.50", always two places) for programs.
[[nodiscard]] Markup amount(ledger::Money money);
[[nodiscard]] Markup count(std::int64_t number);

}  // namespace bursar::page
