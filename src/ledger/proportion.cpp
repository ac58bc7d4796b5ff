#include "ledger/proportion.hpp"

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::ledger {
namespace {

std::int64_t checked_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) {
    throw Error(ErrorKind::bug, fmt::format("the product of {} and {} overflows", a, b));
  }
  return product;
}

}  // namespace

std::int64_t smallest_unit(Currency currency) {
  return currency.minor_digits() == 0 ? 100 : 1;
}

Money proportion_of(Money amount, std::int64_t numerator, std::int64_t denominator) {
  if (denominator <= 0) {
    throw Error(ErrorKind::bug, fmt::format("a proportion of {} to {}", numerator, denominator));
  }
  const std::int64_t product = checked_multiply(amount.hundredths, numerator);
  const std::int64_t magnitude = product < 0 ? checked_negate(product) : product;
  const std::int64_t unit = smallest_unit(amount.currency);
  const std::int64_t step = checked_multiply(denominator, unit);
  // The remainder is compared instead of doubling the product, which could overflow.
  const std::int64_t rest = magnitude % step;
  const std::int64_t rounded = (magnitude / step + (rest >= step - rest ? 1 : 0)) * unit;
  return {product < 0 ? -rounded : rounded, amount.currency};
}

}  // namespace bursar::ledger
