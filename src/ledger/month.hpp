#pragma once

#include "ledger/instant.hpp"

namespace bursar::ledger {

// Calendar months in UTC, which the platform's reports go by (F 7.13). A month is known by its
// first instant.
[[nodiscard]] Instant start_of_month(Instant t);
[[nodiscard]] Instant next_month(Instant month);

}  // namespace bursar::ledger
