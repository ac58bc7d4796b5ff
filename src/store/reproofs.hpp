#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"

namespace bursar::store {

// Which months of history were proven anew, and when. A month is known by its first instant.

// When each month of a part of the source was last counted; those that never were are missing.
[[nodiscard]] std::map<ledger::Instant, ledger::Instant> counted_months(Database& database,
                                                                        std::int64_t source,
                                                                        const std::string& part);
void record_counted(Database& database, std::int64_t source, const std::string& part,
                    const std::vector<ledger::Instant>& months, ledger::Instant now);

// The platform's own sums of each month as they were last seen, as fingerprints.
[[nodiscard]] std::map<ledger::Instant, std::int64_t> known_totals(Database& database,
                                                                   std::int64_t source);
void record_totals(Database& database, std::int64_t source,
                   const std::map<ledger::Instant, std::int64_t>& fingerprints,
                   ledger::Instant now);

}  // namespace bursar::store
