#pragma once

#include <string>

#include "ledger/civil_date.hpp"
#include "receipts/archive.hpp"
#include "store/database.hpp"

namespace bursar::receipts {

inline constexpr const char* index_name = "receipts.csv";

// The index of the archive as CSV: a line per file that is or was attached, with the expense, the
// groups of the ledger and the batches and entries it was handed over in, so that a file is found
// from a line in the books and the other way round. The same store gives the same bytes.
[[nodiscard]] std::string index_text(store::Database& database, const ledger::TimeZone& zone);

// Writes it beside the files, whole or not at all, unless it is there as it is to be.
void write_index(store::Database& database, const ledger::TimeZone& zone, const Archive& archive);

}  // namespace bursar::receipts
