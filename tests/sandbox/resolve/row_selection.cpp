#include "resolve/row_selection.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "world/random.hpp"

namespace bursar::sandbox {
namespace {

constexpr Micros kBucket = 10 * kSecond;

Micros bucket_start(Micros at) {
  return floor_to(at + kBucket / 2, kBucket) - kBucket / 2;
}

/// Kind priority within a group (F 3.3.1 b); all kinds not named share the last place.
int priority(Kind kind) {
  switch (kind) {
    case Kind::Contribution:
    case Kind::Expense:
    case Kind::AddedFunds:
    case Kind::BalanceTransfer:
    case Kind::PrepaidPaymentMethod:
      return 1;
    case Kind::PlatformTip:
      return 2;
    case Kind::PlatformTipDebt:
      return 3;
    case Kind::PaymentProcessorFee:
      return 4;
    case Kind::PaymentProcessorCover:
      return 5;
    case Kind::HostFee:
      return 6;
    case Kind::HostFeeShare:
      return 7;
    case Kind::HostFeeShareDebt:
      return 8;
    default:
      return 9;
  }
}

std::size_t clip(std::size_t position, std::size_t size) {
  return std::min(position, size);
}

}  // namespace

void RowSelection::add_rows(std::vector<RowNumber> rows) {
  std::sort(rows.begin(), rows.end(),
            [this](RowNumber a, RowNumber b) { return ledger_.before(a, b); });
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  owned_.push_back(std::move(rows));
  indexes_.emplace_back(owned_.back());
}

void RowSelection::limit_to(Micros from, Micros to) {
  for (Span& index : indexes_) {
    const auto first = std::partition_point(
        index.begin(), index.end(), [&](RowNumber row) { return ledger_[row].created < from; });
    const auto last = std::partition_point(
        first, index.end(), [&](RowNumber row) { return ledger_[row].created <= to; });
    index = Span(first, last);
  }
}

void RowSelection::keep(const RowFilter& filter) {
  std::vector<std::vector<RowNumber>> kept;
  for (const Span& index : indexes_) {
    std::vector<RowNumber> rows;
    for (const RowNumber row : index) {
      if (filter(ledger_[row])) rows.push_back(row);
    }
    kept.push_back(std::move(rows));
  }
  owned_ = std::move(kept);
  indexes_.assign(owned_.begin(), owned_.end());
}

std::size_t RowSelection::count() const {
  std::size_t count = 0;
  for (const Span& index : indexes_) count += index.size();
  return count;
}

std::size_t RowSelection::position_of(Micros at) const {
  std::size_t position = 0;
  for (const Span& index : indexes_) {
    const auto first = std::partition_point(
        index.begin(), index.end(), [&](RowNumber row) { return ledger_[row].created < at; });
    position += static_cast<std::size_t>(first - index.begin());
  }
  return position;
}

/// The createdAt of the row at a position of the merged order, found by halving time.
Micros RowSelection::created_at(std::size_t position) const {
  Micros low = 0;
  Micros high = world_.now + 400 * kDay;
  for (const Span& index : indexes_) {
    if (!index.empty()) low = std::min(low, ledger_[index.front()].created);
    if (!index.empty()) high = std::max(high, ledger_[index.back()].created);
  }
  while (low < high) {
    const Micros middle = low + (high - low + 1) / 2;
    if (position_of(middle) <= position) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/// Rows begin ... end of the merged (createdAt, id) order.
std::vector<RowNumber> RowSelection::slice(std::size_t begin, std::size_t end) const {
  std::vector<RowNumber> rows;
  if (begin >= end) return rows;
  rows.reserve(end - begin);
  if (indexes_.size() == 1) {
    const Span part = indexes_.front().subspan(begin, end - begin);
    rows.assign(part.begin(), part.end());
    return rows;
  }
  const Micros start = begin == 0 ? kNever : created_at(begin);
  std::vector<Span> rest;
  std::size_t position = 0;
  for (const Span& index : indexes_) {
    const auto first = std::partition_point(
        index.begin(), index.end(), [&](RowNumber row) { return ledger_[row].created < start; });
    position += static_cast<std::size_t>(first - index.begin());
    if (first != index.end()) rest.emplace_back(first, index.end());
  }
  const auto later = [this](const Span& a, const Span& b) {
    return ledger_.before(b.front(), a.front());
  };
  std::make_heap(rest.begin(), rest.end(), later);
  for (; position < end && !rest.empty(); ++position) {
    std::pop_heap(rest.begin(), rest.end(), later);
    if (position >= begin) rows.push_back(rest.back().front());
    rest.back() = rest.back().subspan(1);
    if (rest.back().empty()) {
      rest.pop_back();
    } else {
      std::push_heap(rest.begin(), rest.end(), later);
    }
  }
  return rows;
}

std::vector<RowNumber> RowSelection::page(const PageRequest& request) const {
  if (request.by_effective_date) return effective_page(request);
  if (request.ordered_ledger) return ledger_page(request);
  const std::size_t size = count();
  const std::size_t begin = clip(request.offset, size);
  const std::size_t end = clip(begin + request.limit, size);
  if (request.ascending) return slice(begin, end);
  std::vector<RowNumber> rows = slice(size - end, size - begin);
  std::reverse(rows.begin(), rows.end());
  return rows;
}

std::vector<RowNumber> RowSelection::effective_page(const PageRequest& request) const {
  std::vector<RowNumber> rows = slice(0, count());
  const auto effective = [this](RowNumber row) {
    return ledger_[row].cleared == kNever ? ledger_[row].created : ledger_[row].cleared;
  };
  std::sort(rows.begin(), rows.end(), [&](RowNumber a, RowNumber b) {
    const auto left = std::make_pair(effective(a), a);
    const auto right = std::make_pair(effective(b), b);
    return request.ascending ? left < right : right < left;
  });
  const std::size_t begin = clip(request.offset, rows.size());
  const std::size_t end = clip(begin + request.limit, rows.size());
  return {rows.begin() + static_cast<std::ptrdiff_t>(begin),
          rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// 10-second buckets, then group, kind, DEBIT before CREDIT, and nothing more: rows that tie come
/// in an order that differs from page to page, as in a database without a tie-break.
std::vector<RowNumber> RowSelection::ledger_page(const PageRequest& request) const {
  const std::size_t size = count();
  const std::size_t wanted = clip(request.offset, size);
  const std::size_t wanted_end = clip(wanted + request.limit, size);
  if (wanted == wanted_end) return {};
  const std::size_t begin = request.ascending ? wanted : size - wanted_end;
  const std::size_t end = request.ascending ? wanted_end : size - wanted;
  const std::size_t first = position_of(bucket_start(created_at(begin)));
  const std::size_t last = position_of(bucket_start(created_at(end - 1)) + kBucket);
  using Key = std::tuple<Micros, std::string, int, bool, std::uint64_t, RowNumber>;
  std::vector<Key> keys;
  const std::uint64_t page_salt = mix64(request.offset * 1'000'003 + request.limit);
  for (const RowNumber number : slice(first, last)) {
    const TransactionRow& row = ledger_[number];
    keys.emplace_back(bucket_start(row.created), world_.ids.uuid(Entity::Group, row.group),
                      priority(row.kind), row.credit, mix64(page_salt ^ number), number);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<RowNumber> rows;
  for (std::size_t i = begin - first; i < end - first; ++i) rows.push_back(std::get<5>(keys[i]));
  if (!request.ascending) std::reverse(rows.begin(), rows.end());
  return rows;
}

}  // namespace bursar::sandbox
