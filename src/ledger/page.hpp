#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/account.hpp"
#include "ledger/expense.hpp"
#include "ledger/transaction.hpp"

namespace bursar::ledger {

// A node that came as null because a part of it could not be resolved (F 10.4): the row exists.
struct UnreadableNode {
  std::int64_t index = 0;  // position in the page's node list
  std::string reason;      // the API's error message for it, or what decoding objected to
  // Read after all with fewer fields: then it also stands among the rows, marked incomplete.
  bool recovered = false;
};

// Those that stand among no rows.
[[nodiscard]] inline std::int64_t count_missing(const std::vector<UnreadableNode>& nodes) {
  return std::count_if(nodes.begin(), nodes.end(),
                       [](const UnreadableNode& node) { return !node.recovered; });
}

// One page of a collection. Keys in `rows` and `orders` are indexes into the tables beside them.
template <typename Row>
struct Page {
  std::int64_t total_count = 0;
  // Readable rows in the order of the API; `indexes[i]` is the node position of `rows[i]`.
  std::vector<Row> rows;
  std::vector<std::int64_t> indexes;
  std::vector<UnreadableNode> unreadable;
  std::vector<Account> accounts;
  std::vector<AccountingCategory> categories;
  std::vector<Order> orders;
  std::size_t body_bytes = 0;
  double seconds = 0;  // how long the server took; 0 when not measured

  // Nodes in the page, readable or not.
  [[nodiscard]] std::int64_t node_count() const {
    return static_cast<std::int64_t>(rows.size()) + count_missing(unreadable);
  }
};

using TransactionPage = Page<Transaction>;
using ExpensePage = Page<Expense>;

}  // namespace bursar::ledger
