#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/expense.hpp"
#include "ledger/page.hpp"
#include "ledger/transaction.hpp"
#include "store/coverage.hpp"
#include "sync/seen_ids.hpp"

namespace bursar::sync {

// What to ask the API for next: the closed window [from, to] of createdAt, ascending.
struct Ask {
  ledger::Instant from;
  ledger::Instant to;
  std::int64_t limit = 0;
  std::int64_t offset = 0;
};

// Rows of a window, each handed out once. Nearly always they are all of it; a dense instant comes
// in several batches, the last of which proves them all.
template <typename Row>
struct Batch {
  store::Interval interval;     // the window
  ledger::Page<Row> page;       // readable rows, and nodes that could not be read
  std::int64_t rows = 0;        // distinct ids in this batch, unreadable ones counted
  std::int64_t rows_after = 0;  // rows that the API counts behind this batch
  // How many rows the window has, proven by count; nothing while more of it is to come.
  std::optional<std::int64_t> proven_rows;
};

// Walks [from, to) of a stream in ascending windows, always at offset 0, and proves each by count
// (F 11.3). Pure: it is told the answers and says what to ask.
//
// A page cut off by its limit is complete below a *safe cut*: the createdAt of its last row less
// `order_slack_ms`, because the API may order by 10-second buckets (F 3.3.1b). The next window
// starts at that cut, and its totalCount proves the one before: both run to the same end, so the
// difference of the two counts is the number of rows below the cut. Where it is not, the window is
// asked for again, then halved until it fits one page and its count agrees. More rows than a page
// holds within the slack (a dense instant) raise the limit, and are paged by offset when even the
// highest does not hold them: each page is handed on as it comes, and the last one carries the
// proof, so that an instant of any size holds no more than a page, and eight bytes for each id.
template <typename Row>
class WindowWalk {
 public:
  struct Limits {
    std::int64_t most = 0;            // rows per page that the API allows
    std::int64_t order_slack_ms = 0;  // 10,000 for transactions (F 3.3.1), 0 for expenses
  };

  // Walks the half-open `range`; asks with closed windows up to range.to, as the API takes them.
  WindowWalk(store::Interval range, Limits limits)
      : from_(range.from), end_(range.to), limits_(limits), done_(range.from >= range.to) {}

  // The next question, with the page size that the caller finds fit; nothing when all is proven.
  // Where a dense instant asks for larger pages, they have at most `most_rows`.
  [[nodiscard]] std::optional<Ask> next(std::int64_t page_size, std::int64_t most_rows = INT64_MAX);
  // The answer to the last question. Returns what is ready to be stored, oldest first; often
  // nothing yet.
  // Throws Error(data) when the counts of the API cannot be made to agree.
  [[nodiscard]] std::vector<Batch<Row>> take(ledger::Page<Row> page);
  // How often counts did not agree at first.
  [[nodiscard]] std::int64_t disagreements() const { return disagreements_; }

 private:
  struct Pending {
    store::Interval interval;
    ledger::Page<Row> page;
    std::int64_t least = 0;         // rows surely below the cut
    std::int64_t most = 0;          // … if the unreadable ones at the border count, too
    std::int64_t total_before = 0;  // rows from interval.from to the end, by the API
  };
  using Batches = std::vector<Batch<Row>>;

  void take_open_window(ledger::Page<Row> page, Batches& ready);
  void take_repair(ledger::Page<Row> page, Batches& ready);
  void take_dense(ledger::Page<Row> page, Batches& ready);
  bool settle_pending(std::int64_t total_now, Batches& ready);
  void set_pending(ledger::Page<Row> page, ledger::Instant cut);
  void begin_dense(ledger::Instant last, std::int64_t rows_from_here);
  void finish_dense(Batch<Row> batch, Batches& ready);
  void go_through_dense_again();
  void finish_window(ledger::Instant to, ledger::Page<Row> page, Batches& ready);
  void advance_to(ledger::Instant to);
  void disagree(store::Interval interval);

  ledger::Instant from_;
  ledger::Instant end_;
  Limits limits_;
  bool done_;
  Ask asked_;
  std::int64_t most_rows_ = 0;     // of a page, as the caller last said
  std::int64_t raised_limit_ = 0;  // 0, or the limit that a dense instant asks for
  std::optional<Pending> pending_;
  std::optional<ledger::Instant> repair_to_;  // halving: the upper end of the present part
  std::int64_t disagreements_ = 0;
  std::int64_t disagreements_here_ = 0;  // without progress in between

  struct Dense {
    ledger::Instant to;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    std::int64_t total = 0;
    std::int64_t rows_from_here = 0;  // to the end of the range, by the API
    SeenIds seen;
    std::size_t seen_before = 0;                     // this time through the window
    std::vector<ledger::UnreadableNode> unreadable;  // of this time through the window
  };
  std::optional<Dense> dense_;
};

extern template class WindowWalk<ledger::Transaction>;
extern template class WindowWalk<ledger::Expense>;

}  // namespace bursar::sync
