#include "sync/window_walk.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "sync/page_parts.hpp"

namespace bursar::sync {
namespace {

// Disagreements without progress after which a stream gives up until the next run.
constexpr std::int64_t patience = 12;

// Their ids are held in memory until all are proven.
constexpr std::int64_t most_rows_of_an_instant = 1'000'000;

[[noreturn]] void refuse_dense(const store::Interval& interval, std::int64_t rows) {
  throw Error(ErrorKind::data,
              fmt::format("the platform counts {} rows created at {}", rows,
                          ledger::format_rfc3339(interval.from)),
              "No ledger has so many in one instant. Run again later; if it persists, report it.");
}

ledger::Instant middle(ledger::Instant from, ledger::Instant to) {
  return from + std::max<std::int64_t>(1, (to - from) / 2);
}

}  // namespace

template <typename Row>
std::optional<Ask> WindowWalk<Row>::next(std::int64_t page_size, std::int64_t most_rows) {
  if (done_) return std::nullopt;
  most_rows_ = std::min(limits_.most, std::max(page_size, most_rows));
  if (dense_) {
    asked_ = {from_, dense_->to, std::min(dense_->limit, most_rows_), dense_->offset};
  } else {
    const std::int64_t limit = std::min(most_rows_, std::max(page_size, raised_limit_));
    asked_ = {from_, repair_to_.value_or(end_), limit, 0};
  }
  return asked_;
}

template <typename Row>
std::vector<Batch<Row>> WindowWalk<Row>::take(ledger::Page<Row> page) {
  Batches ready;
  if (dense_) {
    take_dense(std::move(page), ready);
  } else if (repair_to_) {
    take_repair(std::move(page), ready);
  } else {
    take_open_window(std::move(page), ready);
  }
  return ready;
}

template <typename Row>
void WindowWalk<Row>::take_open_window(ledger::Page<Row> page, Batches& ready) {
  if (pending_ && !settle_pending(page.total_count, ready)) return;
  const std::int64_t nodes = page.node_count();
  if (nodes == page.total_count) return finish_window(end_, std::move(page), ready);
  const bool cut_by_limit = nodes < page.total_count && nodes == asked_.limit;
  if (!cut_by_limit) return disagree({from_, end_});
  if (page.rows.empty()) {
    throw Error(ErrorKind::data,
                fmt::format("none of the {} rows from {} can be read", nodes,
                            ledger::format_rfc3339(from_)),
                "Run again later; if it persists, report it with the output of `bursar status`.");
  }
  const ledger::Instant last = page.rows.back().created_at;
  const ledger::Instant cut = last - limits_.order_slack_ms;
  if (cut > from_) {
    raised_limit_ = 0;
    return set_pending(std::move(page), cut);
  }
  if (asked_.limit < most_rows_) {
    raised_limit_ = std::min(most_rows_, asked_.limit * 4);
    return;
  }
  begin_dense(last, page.total_count);
}

// The page before is complete if what it held is what the count has gone down by.
template <typename Row>
bool WindowWalk<Row>::settle_pending(std::int64_t total_now, Batches& ready) {
  const std::int64_t passed = pending_->total_before - total_now;
  if (passed < pending_->least || passed > pending_->most) {
    const store::Interval interval = pending_->interval;
    pending_.reset();
    disagree(interval);
    return false;
  }
  const auto readable = static_cast<std::int64_t>(pending_->page.rows.size());
  keep_first_unreadable(pending_->page, passed - readable);
  ready.push_back({pending_->interval, std::move(pending_->page), passed, total_now, passed});
  pending_.reset();
  disagreements_here_ = 0;
  return true;
}

template <typename Row>
void WindowWalk<Row>::set_pending(ledger::Page<Row> page, ledger::Instant cut) {
  Pending pending;
  pending.interval = {from_, cut};
  pending.total_before = page.total_count;
  const BorderCount unreadable = drop_from_cut(page, cut, limits_.order_slack_ms);
  const auto rows = static_cast<std::int64_t>(page.rows.size());
  pending.least = rows + unreadable.surely_below;
  pending.most = pending.least + unreadable.perhaps_below;
  pending.page = std::move(page);
  pending_ = std::move(pending);
  from_ = cut;
}

template <typename Row>
void WindowWalk<Row>::take_repair(ledger::Page<Row> page, Batches& ready) {
  const std::int64_t nodes = page.node_count();
  const ledger::Instant to = *repair_to_;
  if (nodes == page.total_count) {
    repair_to_.reset();
    return finish_window(to, std::move(page), ready);
  }
  if (to - from_ > 1) {
    if (nodes != asked_.limit) ++disagreements_;
    repair_to_ = middle(from_, to);
    return;
  }
  if (nodes == asked_.limit && nodes < page.total_count) {
    if (asked_.limit < most_rows_) {
      raised_limit_ = std::min(most_rows_, asked_.limit * 4);
      return;
    }
    repair_to_.reset();
    return begin_dense(from_, page.total_count);
  }
  disagree({from_, to});
}

// A closed window [from_, to] was read whole. Rows at `to` itself are read once more as the first
// of the next window, whose lower end is inclusive, too: nothing can fall between the two.
template <typename Row>
void WindowWalk<Row>::finish_window(ledger::Instant to, ledger::Page<Row> page, Batches& ready) {
  const std::int64_t rows = page.node_count();
  ready.push_back({{from_, to}, std::move(page), rows, 0, rows});
  advance_to(to);
}

template <typename Row>
void WindowWalk<Row>::advance_to(ledger::Instant to) {
  from_ = to;
  raised_limit_ = 0;
  disagreements_here_ = 0;
  done_ = to >= end_;
}

// Up to the end of the millisecond of `last`, so that the next window need not read it again.
template <typename Row>
void WindowWalk<Row>::begin_dense(ledger::Instant last, std::int64_t rows_from_here) {
  dense_.emplace();
  dense_->to = std::min(end_, last + 1);
  dense_->limit = most_rows_;
  dense_->rows_from_here = rows_from_here;
}

template <typename Row>
void WindowWalk<Row>::take_dense(ledger::Page<Row> page, Batches& ready) {
  Dense& dense = *dense_;
  const store::Interval interval{from_, dense.to};
  const std::int64_t nodes = page.node_count();
  if (dense.offset > 0 && page.total_count != dense.total) {
    dense_.reset();
    return disagree(interval);
  }
  dense.total = page.total_count;
  if (dense.total > most_rows_of_an_instant) refuse_dense(interval, dense.total);
  for (ledger::UnreadableNode& node : page.unreadable) {
    node.index += dense.offset;
    dense.unreadable.push_back(std::move(node));
  }
  page.unreadable.clear();
  drop_seen(page, dense.seen);
  dense.offset += asked_.limit;
  const auto rows = static_cast<std::int64_t>(page.rows.size());
  const std::int64_t rows_after = std::max<std::int64_t>(
      0, dense.rows_from_here - static_cast<std::int64_t>(dense.seen.size()));
  Batch<Row> batch{interval, std::move(page), rows, rows_after, std::nullopt};
  const bool more_pages = dense.offset < dense.total && nodes > 0;
  if (!more_pages) return finish_dense(std::move(batch), ready);
  if (rows > 0) ready.push_back(std::move(batch));
}

// The last page of the window: complete if the distinct rows are as many as the API counts.
template <typename Row>
void WindowWalk<Row>::finish_dense(Batch<Row> batch, Batches& ready) {
  Dense& dense = *dense_;
  const std::int64_t missing = ledger::count_missing(dense.unreadable);
  if (static_cast<std::int64_t>(dense.seen.size()) + missing != dense.total) {
    if (batch.rows > 0) ready.push_back(std::move(batch));
    return go_through_dense_again();
  }
  batch.page.unreadable = std::move(dense.unreadable);
  batch.rows += missing;
  batch.rows_after = std::max<std::int64_t>(0, batch.rows_after - missing);
  batch.proven_rows = dense.total;
  const ledger::Instant to = dense.to;
  dense_.reset();
  ready.push_back(std::move(batch));
  advance_to(to);
}

// Rows that tie in the API's order were doubled and others lost at a page border (F 3.3.1b): with
// other borders, the lost ones turn up. As long as some do, that is progress; more than the API
// counts are never proven.
template <typename Row>
void WindowWalk<Row>::go_through_dense_again() {
  Dense& dense = *dense_;
  ++disagreements_;
  const bool progress = dense.seen.size() > dense.seen_before &&
                        static_cast<std::int64_t>(dense.seen.size()) <= dense.total;
  disagreements_here_ = progress ? 0 : disagreements_here_ + 1;
  if (disagreements_here_ > patience) return disagree({from_, dense.to});
  dense.seen_before = dense.seen.size();
  dense.offset = 0;
  dense.limit = std::max<std::int64_t>(1, asked_.limit - asked_.limit / 7);
  dense.unreadable.clear();
}

template <typename Row>
void WindowWalk<Row>::disagree(store::Interval interval) {
  ++disagreements_;
  ++disagreements_here_;
  if (disagreements_here_ > patience) {
    throw Error(
        ErrorKind::data,
        fmt::format("the platform's count of rows from {} to {} does not agree with the "
                    "rows it returns",
                    ledger::format_rfc3339(interval.from), ledger::format_rfc3339(interval.to)),
        "This window does not count as read. Run again later: rows may be in motion on the "
        "platform.");
  }
  from_ = interval.from;
  raised_limit_ = 0;
  // Once it may have been a row that arrived between two requests: simply ask again.
  if (disagreements_here_ > 1) {
    repair_to_ = std::min(end_, middle(interval.from, interval.to));
  }
}

template class WindowWalk<ledger::Transaction>;
template class WindowWalk<ledger::Expense>;

}  // namespace bursar::sync
