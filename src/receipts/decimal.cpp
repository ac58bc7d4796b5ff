#include "receipts/decimal.hpp"

#include "ledger/money.hpp"

namespace bursar::receipts {

std::string decimal(std::int64_t hundredths) {
  std::string text;
  constexpr int two = 2;
  ledger::append_amount({hundredths, {}}, '.', two, text);
  return text;
}

}  // namespace bursar::receipts
