#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "resolve/execution.hpp"

namespace bursar::sandbox {

/// A page of records of one table, for the small collections.
struct RecordPage {
  std::vector<std::uint32_t> records;  ///< of this page
  std::int64_t total = 0;
  std::int64_t limit = 0;
  std::int64_t offset = 0;
};

/// Cuts the page the arguments `limit` and `offset` ask for.
RecordPage cut_page(const PlannedField& field, const std::vector<std::uint32_t>& all);

const RecordPage& record_page(const Node& node);

inline void write_page(Execution& ex, PlannedField& field, const RecordPage& page) {
  Node node;
  node.extra = &page;
  ex.object(field, node);
}

}  // namespace bursar::sandbox
