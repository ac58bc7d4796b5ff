#include "ledger/line_date.hpp"

namespace bursar::ledger {

CivilDate date_of_row(const LedgerRow& row, DateBasis basis, const TimeZone& zone) {
  const Transaction& own = row.row;
  const bool reverses_an_edit = own.is_refund && own.refund_kind == "EDIT";
  if (basis == DateBasis::effective && reverses_an_edit && row.reversed) {
    return transaction_date(row.reversed->created_at, row.reversed->cleared_at, basis, zone);
  }
  return transaction_date(own.created_at, own.cleared_at, basis, zone);
}

CivilDate date_of_entry(const Group& group, DateBasis basis, const TimeZone& zone) {
  return date_of_row(group.rows[main_row(group)], basis, zone);
}

}  // namespace bursar::ledger
