#include "ledger/group.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "error/error.hpp"
#include "ledger/side.hpp"

namespace bursar::ledger {
namespace {

// Sorts rows by how much they are what the event is about; the smallest is the main row.
std::pair<int, std::int64_t> weight(const Transaction& row) {
  const int rank = main_kind_rank(booked_kind(row));
  return {rank < 0 ? std::numeric_limits<int>::max() : rank, row.legacy_id};
}

}  // namespace

const std::string& group_id(const Transaction& row) {
  return row.group.empty() ? row.id : row.group;
}

std::size_t main_row(const Group& group) {
  if (group.rows.empty()) throw Error(ErrorKind::bug, "a group without rows");
  const auto main = std::min_element(
      group.rows.begin(), group.rows.end(),
      [](const LedgerRow& a, const LedgerRow& b) { return weight(a.row) < weight(b.row); });
  return static_cast<std::size_t>(main - group.rows.begin());
}

std::optional<std::size_t> main_row_of_account(const Group& group, Key account) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < group.rows.size(); ++i) {
    const Transaction& row = group.rows[i].row;
    if (row.account != account || main_kind_rank(booked_kind(row)) < 0) continue;
    if (!best || weight(row) < weight(group.rows[*best].row)) best = i;
  }
  return best;
}

const std::string& processor_of(const Group& group) {
  const Transaction& main = group.rows[main_row(group)].row;
  return main.payment_service.empty() ? main.payout_type : main.payment_service;
}

}  // namespace bursar::ledger
