#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/expense.hpp"
#include "ledger/page.hpp"
#include "ledger/transaction.hpp"
#include "store/coverage.hpp"

namespace bursar::sync {

// What to ask the API for next: the closed window [from, to] of createdAt, ascending.
struct Ask {
  ledger::Instant from;
  ledger::Instant to;
  std::int64_t limit = 0;
  std::int64_t offset = 0;
};

// Rows of a window whose completeness is proven by count.
template <typename Row>
struct ProvenBatch {
  store::Interval interval;
  ledger::Page<Row> page;       // the window's readable rows, and those it could not read
  std::int64_t rows = 0;        // distinct ids in the window, unreadable ones counted
  std::int64_t rows_after = 0;  // rows that the API counts behind this window
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
// highest does not hold them.
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
  [[nodiscard]] std::optional<Ask> next(std::int64_t page_size);
  // The answer to the last question. Returns what it proves, oldest first; often nothing yet.
  // Throws Error(data) when the counts of the API cannot be made to agree.
  [[nodiscard]] std::vector<ProvenBatch<Row>> take(ledger::Page<Row> page);
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
  using Batches = std::vector<ProvenBatch<Row>>;

  void take_open_window(ledger::Page<Row> page, Batches& proven);
  void take_repair(ledger::Page<Row> page, Batches& proven);
  void take_dense(ledger::Page<Row> page, Batches& proven);
  bool settle_pending(std::int64_t total_now, Batches& proven);
  void set_pending(ledger::Page<Row> page, ledger::Instant cut);
  void begin_dense(ledger::Instant last);
  void finish_window(ledger::Instant to, ledger::Page<Row> page, Batches& proven);
  void disagree(store::Interval interval);

  ledger::Instant from_;
  ledger::Instant end_;
  Limits limits_;
  bool done_;
  Ask asked_;
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
    ledger::Page<Row> found;
    std::set<std::string> ids;
  };
  std::optional<Dense> dense_;
};

extern template class WindowWalk<ledger::Transaction>;
extern template class WindowWalk<ledger::Expense>;

}  // namespace bursar::sync
