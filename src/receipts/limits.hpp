#pragma once

#include <cstdint>
#include <vector>

#include "ledger/document_type.hpp"

namespace bursar::receipts {

// What an archive takes.
struct Limits {
  std::int64_t max_size = 0;  // bytes of one file
  std::vector<ledger::DocumentType> types;
};

}  // namespace bursar::receipts
