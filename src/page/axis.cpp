#include "page/axis.hpp"

#include <algorithm>
#include <array>

#include "error/error.hpp"

namespace bursar::page {
namespace {

constexpr std::int64_t largest = 1'000'000'000'000'000'000;

// How many steps lie between zero and an amount, the last one begun counted whole.
std::int64_t steps_to(std::int64_t amount, std::int64_t step) {
  const std::int64_t whole = amount / step;
  if (amount % step == 0) return whole;
  return amount < 0 ? whole - 1 : whole + 1;
}

}  // namespace

Axis money_axis(std::int64_t lowest, std::int64_t highest, int most) {
  const std::int64_t low = std::min<std::int64_t>(lowest, 0);
  const std::int64_t high = std::max<std::int64_t>(highest, 0);
  if (low < -largest || high > largest) {
    throw Error(ErrorKind::bug, "an amount is too large to be drawn");
  }
  // Nothing at all is drawn on an axis up to one unit.
  if (low == 0 && high == 0) return {0, 100, 100};
  for (std::int64_t power = 1;; power *= 10) {
    for (const std::int64_t times : {1, 2, 5}) {
      const std::int64_t step = times * power;
      const std::int64_t below = steps_to(low, step);
      const std::int64_t above = steps_to(high, step);
      if (above - below <= most) return {below * step, above * step, step};
    }
  }
}

std::vector<std::int64_t> marks(const Axis& axis) {
  std::vector<std::int64_t> all;
  for (std::int64_t at = axis.low; at <= axis.high; at += axis.step) all.push_back(at);
  return all;
}

double position(const Axis& axis, std::int64_t amount, double length) {
  const auto range = static_cast<double>(axis.high) - static_cast<double>(axis.low);
  return (static_cast<double>(amount) - static_cast<double>(axis.low)) / range * length;
}

std::size_t label_stride(std::size_t count, std::size_t most) {
  constexpr std::size_t year = 12;
  for (const std::size_t stride : {1U, 2U, 3U, 6U}) {
    if ((count + stride - 1) / stride <= most) return stride;
  }
  std::size_t stride = year;
  while ((count + stride - 1) / stride > most) stride += year;
  return stride;
}

}  // namespace bursar::page
