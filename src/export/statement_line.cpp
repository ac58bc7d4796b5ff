#include "export/statement_line.hpp"

#include <algorithm>
#include <array>

namespace bursar::exporting {
namespace {

constexpr std::array<std::string_view, 7> fee_kinds{
    "HOST_FEE",     "HOST_FEE_SHARE",  "PAYMENT_PROCESSOR_FEE",  "PAYMENT_PROCESSOR_DISPUTE_FEE",
    "PLATFORM_FEE", "APPLICATION_FEE", "PAYMENT_PROCESSOR_COVER"};

}  // namespace

Movement movement_of(std::string_view kind, bool internal) {
  if (std::find(fee_kinds.begin(), fee_kinds.end(), kind) != fee_kinds.end()) return Movement::fee;
  return kind == "BALANCE_TRANSFER" || internal ? Movement::internal : Movement::ordinary;
}

}  // namespace bursar::exporting
