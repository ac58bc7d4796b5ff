#include "ledger/side.hpp"

#include <algorithm>
#include <array>

namespace bursar::ledger {
namespace {

constexpr std::array<std::string_view, 4> main_kinds{"CONTRIBUTION", "ADDED_FUNDS", "EXPENSE",
                                                     "BALANCE_TRANSFER"};

Side opposite(Side side) {
  return side == Side::received ? Side::given : Side::received;
}

}  // namespace

std::string_view name_of(Side side) {
  return side == Side::received ? "received" : "given";
}

Side side_of(const Transaction& row) {
  const Side side = row.direction == Direction::credit ? Side::received : Side::given;
  // A cover is marked as a refund but has no original; a dispute fee is one or not at the
  // platform's whim (F 5.5, F 5.6.4).
  const bool has_no_original =
      row.kind == "PAYMENT_PROCESSOR_COVER" || row.kind == "PAYMENT_PROCESSOR_DISPUTE_FEE";
  return row.is_refund && !has_no_original ? opposite(side) : side;
}

std::string booked_kind(const Transaction& row) {
  if (!row.kind.empty()) return row.kind;
  if (!row.expense.empty()) return "EXPENSE";
  return row.order != no_key ? "CONTRIBUTION" : "UNKNOWN";
}

int main_kind_rank(std::string_view kind) {
  const auto* const found = std::find(main_kinds.begin(), main_kinds.end(), kind);
  return found == main_kinds.end() ? -1 : static_cast<int>(found - main_kinds.begin());
}

bool bears_fees(const Transaction& row) {
  const std::string kind = booked_kind(row);
  if (side_of(row) == Side::given) return kind == "EXPENSE";
  return kind == "CONTRIBUTION" || kind == "ADDED_FUNDS";
}

}  // namespace bursar::ledger
