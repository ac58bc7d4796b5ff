#include "export/statement_line.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "export/selection.hpp"

namespace bursar::exporting {
namespace {

constexpr std::array<std::string_view, 7> fee_kinds{
    "HOST_FEE",     "HOST_FEE_SHARE",  "PAYMENT_PROCESSOR_FEE",  "PAYMENT_PROCESSOR_DISPUTE_FEE",
    "PLATFORM_FEE", "APPLICATION_FEE", "PAYMENT_PROCESSOR_COVER"};

Movement movement_of(const store::StoredTransaction& row, const store::Source& source) {
  const std::string& kind = row.row.kind;
  if (std::find(fee_kinds.begin(), fee_kinds.end(), kind) != fee_kinds.end()) return Movement::fee;
  if (kind == "BALANCE_TRANSFER" || is_internal(row, source)) return Movement::internal;
  return Movement::ordinary;
}

}  // namespace

StatementLine statement_line(const store::StoredTransaction& row, const store::Source& source,
                             const Calendar& calendar) {
  const ledger::Transaction& transaction = row.row;
  return {transaction.id,
          transaction.group,
          ledger::transaction_date(transaction.created_at, transaction.cleared_at, calendar.basis,
                                   calendar.zone),
          {transaction.host_net_amount, transaction.host_currency},
          movement_of(row, source)};
}

}  // namespace bursar::exporting
