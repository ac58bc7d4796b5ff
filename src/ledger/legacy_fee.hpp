#pragma once

#include <optional>

#include "ledger/books.hpp"
#include "ledger/posting.hpp"

namespace bursar::ledger {

// Before mid-2021 a host's fee was a figure inside the collective's row and on no row of the host
// (F 5.4.1). In the books of that host it yields the missing other half: the opposite amount on the
// host, as a HOST_FEE received (accounting.md R4). It is marked `derived`: the platform's balance
// does not have it, so statements leave it out and reconciling names it apart.
// Nothing for any other posting, and outside `host` sources.
[[nodiscard]] std::optional<Posting> host_side_of_fee(const Posting& fee, const Books& books);

}  // namespace bursar::ledger
