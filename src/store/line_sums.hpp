#pragma once

#include <cstdint>
#include <unordered_map>

#include "ledger/money.hpp"

namespace bursar::store {

// Lines of a journal added up by how they are coded: their keys in `codings`. As many sums as
// there are codings, however many lines.
class LineSums {
 public:
  struct Sum {
    std::int64_t amount = 0;  // hundredths, + is debit
    std::int64_t software_tax = 0;
  };

  // Throws Error(bug) where a sum overflows.
  void add(std::int64_t coding, std::int64_t amount, std::int64_t software_tax) {
    Sum& sum = sums_[coding];
    sum.amount = ledger::checked_add(sum.amount, amount);
    sum.software_tax = ledger::checked_add(sum.software_tax, software_tax);
  }
  [[nodiscard]] const std::unordered_map<std::int64_t, Sum>& by_coding() const { return sums_; }

 private:
  std::unordered_map<std::int64_t, Sum> sums_;
};

}  // namespace bursar::store
