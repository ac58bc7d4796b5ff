#pragma once

#include <cstdint>
#include <string>

namespace bursar::receipts {

// "-12.34": two decimals whatever the currency.
[[nodiscard]] std::string decimal(std::int64_t hundredths);

}  // namespace bursar::receipts
