#pragma once

#include "store/queries.hpp"
#include "store/sources.hpp"

namespace bursar::exporting {

// Whether a row is in the books of the source (accounting.md R1). An `account` source: all its
// rows. A `host` source: rows of the host, of its children other than vendors, and of hosted
// accounts; the rows of payers and payees that bear the host in 2015-2016 are not.
[[nodiscard]] bool is_in_books(const store::StoredTransaction& row, const store::Source& source);

// Whether the other side, too, is in the books of the source: money that moves within them (R2).
// Judged by the account, not by whether its row is there.
[[nodiscard]] bool is_internal(const store::StoredTransaction& row, const store::Source& source);

}  // namespace bursar::exporting
