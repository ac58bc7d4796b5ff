#pragma once

#include <optional>

#include "ledger/instant.hpp"
#include "store/asked_rows.hpp"
#include "store/balances.hpp"
#include "store/database.hpp"

namespace bursar::store {

// The sums that balances are made of, remembered by account, so that the end of a sync need not go
// through all of the ledger. They follow the append-only tables: what was written to `transactions`
// by anything but this program is in them only when everything is counted again.

// When that was; nothing where nothing is remembered.
[[nodiscard]] std::optional<ledger::Instant> last_counted(Database& database);
// Both belong in a WriteTransaction. Goes through every row.
void count_everything(Database& database, ledger::Instant now);
// Adds what was written since the last time; everything must have been counted once.
void count_news(Database& database);

// What stored_sums() says of the rows created before this instant, by account, from memory. Reads
// only the rows from then on.
[[nodiscard]] std::vector<StoredSum> remembered_sums(Database& database, const AskedRows& asked,
                                                     ledger::Instant before);

}  // namespace bursar::store
