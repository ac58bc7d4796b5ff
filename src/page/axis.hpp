#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bursar::page {

// An axis of amounts in hundredths: from `low` to `high`, marked at every multiple of `step`.
struct Axis {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t step = 0;
};

// The shortest axis with round marks (1, 2 or 5 times a power of ten) that holds both amounts and
// zero, in at most `most` steps (at least 2). Amounts up to 10^18 hundredths.
[[nodiscard]] Axis money_axis(std::int64_t lowest, std::int64_t highest, int most);
[[nodiscard]] std::vector<std::int64_t> marks(const Axis& axis);

// Where an amount lies on a line of so many pixels: 0 at the axis' low end, `length` at its high
// end. For drawing only.
[[nodiscard]] double position(const Axis& axis, std::int64_t amount, double length);

// Of `count` labels in a row, how far apart those stand that are written, so that there are at most
// `most` of them: 1, 2, 3, 6, or a multiple of twelve.
[[nodiscard]] std::size_t label_stride(std::size_t count, std::size_t most);

}  // namespace bursar::page
