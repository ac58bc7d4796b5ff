#pragma once

#include <cstdint>
#include <string>

#include "ledger/page.hpp"
#include "sync/seen_ids.hpp"

namespace bursar::sync {

// What the platform knows a row by: the key of upserts and of counting distinct rows.
[[nodiscard]] inline const std::string& id_of(const ledger::Transaction& row) {
  return row.id;
}
[[nodiscard]] inline const std::string& id_of(const ledger::Expense& row) {
  return row.public_id;
}

// Throws Error(data) where the API answers a question for the closed window [from, to] with a row
// that lies outside of it: such an answer is to no question of ours, and says nothing of the
// window.
template <typename Row>
void require_within(const ledger::Page<Row>& page, ledger::Instant from, ledger::Instant to);

// How many unreadable nodes of a page lie below a cut, told from the rows around them.
struct BorderCount {
  std::int64_t surely_below = 0;
  std::int64_t perhaps_below = 0;  // between rows on both sides of the cut
};

// Drops what is not below `cut`: the rows created at or after it, and the unreadable nodes that
// surely are, too. Nodes come in the API's order, whose createdAt may go back by up to
// `order_slack_ms` (F 3.3.1b).
template <typename Row>
BorderCount drop_from_cut(ledger::Page<Row>& page, ledger::Instant cut,
                          std::int64_t order_slack_ms);

// Of the unreadable nodes that were not recovered, keeps the first `count` by position.
template <typename Row>
void keep_first_unreadable(ledger::Page<Row>& page, std::int64_t count);

// Puts the one row of `single`, found at node position `index`, into its place among the rows, and
// marks the unreadable node there as recovered.
template <typename Row>
void add_recovered_row(ledger::Page<Row>& page, ledger::Page<Row> single, std::int64_t index);

// Drops the rows whose id is in `seen`, and adds those of the others to it.
template <typename Row>
void drop_seen(ledger::Page<Row>& page, SeenIds& seen);

}  // namespace bursar::sync
