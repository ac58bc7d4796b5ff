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

ledger::Instant middle(ledger::Instant from, ledger::Instant to) {
  return from + std::max<std::int64_t>(1, (to - from) / 2);
}

}  // namespace

template <typename Row>
std::optional<Ask> WindowWalk<Row>::next(std::int64_t page_size) {
  if (done_) return std::nullopt;
  if (dense_) {
    asked_ = {from_, dense_->to, dense_->limit, dense_->offset};
  } else {
    const std::int64_t limit = std::min(limits_.most, std::max(page_size, raised_limit_));
    asked_ = {from_, repair_to_.value_or(end_), limit, 0};
  }
  return asked_;
}

template <typename Row>
std::vector<ProvenBatch<Row>> WindowWalk<Row>::take(ledger::Page<Row> page) {
  Batches proven;
  if (dense_) {
    take_dense(std::move(page), proven);
  } else if (repair_to_) {
    take_repair(std::move(page), proven);
  } else {
    take_open_window(std::move(page), proven);
  }
  return proven;
}

template <typename Row>
void WindowWalk<Row>::take_open_window(ledger::Page<Row> page, Batches& proven) {
  if (pending_ && !settle_pending(page.total_count, proven)) return;
  const std::int64_t nodes = page.node_count();
  if (nodes == page.total_count) return finish_window(end_, std::move(page), proven);
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
  if (asked_.limit < limits_.most) {
    raised_limit_ = std::min(limits_.most, asked_.limit * 4);
    return;
  }
  begin_dense(last);
}

// The page before is complete if what it held is what the count has gone down by.
template <typename Row>
bool WindowWalk<Row>::settle_pending(std::int64_t total_now, Batches& proven) {
  const std::int64_t passed = pending_->total_before - total_now;
  if (passed < pending_->least || passed > pending_->most) {
    const store::Interval interval = pending_->interval;
    pending_.reset();
    disagree(interval);
    return false;
  }
  const auto readable = static_cast<std::int64_t>(pending_->page.rows.size());
  keep_first_unreadable(pending_->page, passed - readable);
  proven.push_back({pending_->interval, std::move(pending_->page), passed, total_now});
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
void WindowWalk<Row>::take_repair(ledger::Page<Row> page, Batches& proven) {
  const std::int64_t nodes = page.node_count();
  const ledger::Instant to = *repair_to_;
  if (nodes == page.total_count) {
    repair_to_.reset();
    return finish_window(to, std::move(page), proven);
  }
  if (to - from_ > 1) {
    if (nodes != asked_.limit) ++disagreements_;
    repair_to_ = middle(from_, to);
    return;
  }
  if (nodes == asked_.limit && nodes < page.total_count) {
    if (asked_.limit < limits_.most) {
      raised_limit_ = std::min(limits_.most, asked_.limit * 4);
      return;
    }
    repair_to_.reset();
    return begin_dense(from_);
  }
  disagree({from_, to});
}

// A closed window [from_, to] was read whole. Rows at `to` itself are read once more as the first
// of the next window, whose lower end is inclusive, too: nothing can fall between the two.
template <typename Row>
void WindowWalk<Row>::finish_window(ledger::Instant to, ledger::Page<Row> page, Batches& proven) {
  const std::int64_t rows = page.node_count();
  proven.push_back({{from_, to}, std::move(page), rows, 0});
  from_ = to;
  raised_limit_ = 0;
  disagreements_here_ = 0;
  done_ = to >= end_;
}

template <typename Row>
void WindowWalk<Row>::begin_dense(ledger::Instant last) {
  dense_.emplace();
  dense_->to = std::max(last, from_ + 1);
  dense_->limit = limits_.most;
}

template <typename Row>
void WindowWalk<Row>::take_dense(ledger::Page<Row> page, Batches& proven) {
  Dense& dense = *dense_;
  const std::int64_t total = page.total_count;
  const std::int64_t nodes = page.node_count();
  if (dense.offset > 0 && total != dense.total) {
    const store::Interval interval{from_, dense.to};
    dense_.reset();
    return disagree(interval);
  }
  dense.total = total;
  append_page(dense.found, std::move(page), dense.ids);
  dense.offset += dense.limit;
  if (dense.offset < total && nodes > 0) return;
  if (dense.found.node_count() == total) {
    ledger::Page<Row> found = std::move(dense.found);
    found.total_count = total;
    const ledger::Instant to = dense.to;
    dense_.reset();
    return finish_window(to, std::move(found), proven);
  }
  // Rows that tie in the API's order were doubled and others lost at a page border (F 3.3.1b):
  // go through the window again with other borders, keeping what was found.
  ++disagreements_;
  if (++disagreements_here_ > patience) {
    disagree({from_, dense.to});
    return;
  }
  dense.offset = 0;
  dense.limit = std::max<std::int64_t>(1, dense.limit - dense.limit / 7);
  dense.found.unreadable.clear();
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
        "Nothing of this window was stored. Run again later; rows may be in motion on the "
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
