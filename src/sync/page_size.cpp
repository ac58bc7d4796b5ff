#include "sync/page_size.hpp"

#include <algorithm>

namespace bursar::sync {
namespace {

constexpr double comfortable_seconds = 5.0;
// What growing aims at: below the comfortable limit, because no two pages take the same time.
constexpr double target_seconds = 4.0;
// A body is held in memory while it is decoded, and a few pages are under way at a time: this keeps
// a run below 96 MiB. The platform's 10,000 rows are about 11 MB (F 12.11).
constexpr std::size_t comfortable_bytes = 8U << 20U;
constexpr std::int64_t smallest = 10;
constexpr std::int64_t calm_pages_before_growing_again = 20;

}  // namespace

PageSize::PageSize(std::int64_t start, std::int64_t most, bool fixed)
    : rows_(std::clamp<std::int64_t>(start, 1, most)), most_(most), ceiling_(most), fixed_(fixed) {}

void PageSize::answered(std::int64_t nodes, double seconds, std::size_t bytes) {
  if (nodes > 0) bytes_per_row_ = static_cast<double>(bytes) / static_cast<double>(nodes);
  if (fixed_ || nodes < rows_) return;
  if (ceiling_ < most_ && ++calm_pages_ >= calm_pages_before_growing_again) {
    ceiling_ = std::min(most_, ceiling_ * 2);
    calm_pages_ = 0;
  }
  if (seconds > comfortable_seconds) {
    rows_ = std::max(std::min(smallest, rows_), std::min(rows_, nodes / 2));
    return;
  }
  // As far as the same pace stays comfortable, but at most fourfold: the pace may change with size.
  double factor = 4.0;
  if (seconds > 0) factor = std::min(factor, target_seconds / seconds);
  if (bytes > 0) {
    factor = std::min(factor, static_cast<double>(comfortable_bytes) / static_cast<double>(bytes));
  }
  // The page may have been larger than rows(): a dense instant's.
  const auto grown = static_cast<std::int64_t>(static_cast<double>(nodes) * factor);
  rows_ = std::clamp(std::min(grown, rows_ * 4), std::min(smallest, rows_), ceiling_);
}

std::int64_t PageSize::most_rows() const {
  if (bytes_per_row_ <= 0) return ceiling_;
  const auto fitting = static_cast<std::int64_t>(comfortable_bytes / bytes_per_row_);
  return std::max(rows_, std::min(fitting, ceiling_));
}

bool PageSize::too_heavy() {
  if (rows_ <= std::min<std::int64_t>(smallest, most_)) return false;
  rows_ = std::max(std::min(smallest, rows_), rows_ / 2);
  ceiling_ = rows_;
  calm_pages_ = 0;
  return true;
}

}  // namespace bursar::sync
