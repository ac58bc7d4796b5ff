#pragma once

#include <map>

#include "world/records.hpp"

namespace bursar::sandbox {

/// The ledger as a materialized view of the platform knew it at its last refresh (F 7.6, 7.13).
/// Costs nothing for rows that stay as they were: only what changed since is kept, as it was.
class LedgerView {
 public:
  /// As fresh as the ledger at any time: so until the first `refresh`.
  bool live() const { return live_; }

  /// From here on the view stands still. It knows the first `rows` rows, as they are now.
  void refresh(RowNumber rows, Micros at) {
    live_ = false;
    rows_ = rows;
    refreshed_ = at;
    former_.clear();
  }
  Micros refreshed() const { return refreshed_; }  ///< of a view that stands still

  /// To be told before a row changes, with the row as it is.
  void keep(RowNumber number, const TransactionRow& row) {
    if (!live_ && number <= rows_) former_.emplace(number, row);
  }

  bool knows(RowNumber number) const { return live_ || number <= rows_; }
  /// Created after the refresh: the platform takes such rows from the ledger, not from the view.
  bool younger(const TransactionRow& row) const { return !live_ && row.created > refreshed_; }

  /// Calls `see` with each visible row that the view knew, as it knew it. `index`: the rows of now
  /// that belong; `belongs`: whether a former row does.
  template <typename Ledger, typename Index, typename Belongs, typename See>
  void each(const Ledger& ledger, const Index& index, Belongs belongs, See see) const {
    for (const RowNumber number : index) {
      if (knows(number) && former_.count(number) == 0) see(ledger[number]);
    }
    for (const auto& entry : former_) {
      if (!entry.second.deleted && belongs(entry.second)) see(entry.second);
    }
  }

 private:
  bool live_ = true;
  RowNumber rows_ = 0;
  Micros refreshed_ = 0;
  std::map<RowNumber, TransactionRow> former_;
};

}  // namespace bursar::sandbox
