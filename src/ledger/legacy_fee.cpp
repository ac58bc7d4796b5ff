#include "ledger/legacy_fee.hpp"

namespace bursar::ledger {

std::optional<Posting> host_side_of_fee(const Posting& fee, const Books& books) {
  if (books.perspective != Perspective::host || fee.part != Part::host_fee) return std::nullopt;
  if (fund_of(books, fee.account) != Fund::managed ||
      !is_internal(books, fee.account, books.root)) {
    return std::nullopt;
  }
  Posting other = fee;
  other.side = Side::received;
  other.account = books.root;
  other.counterparty = fee.account;
  other.amount.hundredths = checked_negate(fee.amount.hundredths);
  other.derived = true;
  return other;
}

}  // namespace bursar::ledger
