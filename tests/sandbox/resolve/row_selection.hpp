#pragma once

#include <functional>
#include <span>
#include <vector>

#include "world/world.hpp"

namespace bursar::sandbox {

using RowFilter = std::function<bool(const TransactionRow&)>;

struct PageRequest {
  std::size_t offset = 0;
  std::size_t limit = 0;
  bool ascending = false;
  bool by_effective_date = false;  ///< COALESCE(clearedAt, createdAt), F 3.3.2
  bool ordered_ledger = false;     ///< F 3.3.1 (b)
};

/// Rows of several indexes within a window of createdAt. Without filters, counts and pages cost
/// a few binary searches whatever the size of the ledger.
class RowSelection {
 public:
  explicit RowSelection(const World& world) : world_(world), ledger_(world.ledger) {}

  void add_index(std::span<const RowNumber> rows) { indexes_.push_back(rows); }
  void add_rows(std::vector<RowNumber> rows);  ///< in any order
  /// Both ends inclusive, on the microsecond column.
  void limit_to(Micros from, Micros to);
  void keep(const RowFilter& filter);

  std::size_t count() const;
  std::vector<RowNumber> page(const PageRequest& request) const;

 private:
  using Span = std::span<const RowNumber>;

  std::size_t position_of(Micros at) const;  ///< rows created before `at`
  std::vector<RowNumber> slice(std::size_t begin, std::size_t end) const;
  Micros created_at(std::size_t position) const;
  std::vector<RowNumber> effective_page(const PageRequest& request) const;
  std::vector<RowNumber> ledger_page(const PageRequest& request) const;

  const World& world_;
  const Ledger& ledger_;
  std::vector<Span> indexes_;
  std::vector<std::vector<RowNumber>> owned_;
};

}  // namespace bursar::sandbox
