#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// A bill of the platform that is not paid.
struct OpenSettlement {
  std::optional<std::int64_t> legacy_id;
  std::string public_id;
  std::string status;
  ledger::Money amount;
  ledger::Instant created_at;
};

// The source's expenses of type SETTLEMENT in none of the terminal statuses, oldest first.
[[nodiscard]] std::vector<OpenSettlement> open_settlements(Database& database,
                                                           const Source& source);

}  // namespace bursar::store
