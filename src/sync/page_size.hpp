#pragma once

#include <cstddef>
#include <cstdint>

namespace bursar::sync {

// How many rows to ask for at a time. Grows towards `most` while pages answer well within
// `comfortable_seconds`, halves when a page was too heavy for the server (F 2.3.6, F 12.11: fields
// cost, pages do not), and then grows again slowly.
class PageSize {
 public:
  PageSize(std::int64_t start, std::int64_t most, bool fixed);

  [[nodiscard]] std::int64_t rows() const { return rows_; }
  // As many rows as may be asked for at a time where more than rows() are needed: what memory has
  // room for, by the size of the rows answered last, and the server has not failed at.
  [[nodiscard]] std::int64_t most_rows() const;
  // A page of `nodes` nodes took the server `seconds` (0: not known) and `bytes` of body.
  void answered(std::int64_t nodes, double seconds, std::size_t bytes);
  // The server gave up on a page. False when it cannot get any smaller.
  bool too_heavy();

 private:
  std::int64_t rows_;
  std::int64_t most_;
  std::int64_t ceiling_;  // not to be passed for a while after a failure
  std::int64_t calm_pages_ = 0;
  double bytes_per_row_ = 0;  // 0: not known
  bool fixed_;
};

}  // namespace bursar::sync
