#pragma once

#include <string>

#include "ledger/posting.hpp"

namespace bursar::ledger {

// What this part of a row is called, also where the row has no such part any more: the kind that
// the row is booked by, TAX, PLATFORM_FEE, HOST_FEE or PAYMENT_PROCESSOR_FEE.
[[nodiscard]] std::string part_kind(const Transaction& row, Part part);

}  // namespace bursar::ledger
