#pragma once

#include <cstddef>
#include <cstdint>

#include "graphql/document.hpp"

namespace bursar::sandbox {

/// How slow the real API is (F 12.11). Off by default.
struct Pace {
  bool real = false;
  double base_ms = 20;
  /// 1,000 rows with an accountant's 40 fields take 0.75 s, 10,000 rows about 5.5 s: the price of
  /// a row falls a little in big pages.
  double per_field_us = 18;
  std::int64_t socket_timeout_ms = 25'000;  ///< then the connection is dropped (F 12.6)
};

/// Fields below the `nodes` of the operation, fragments included.
std::size_t fields_per_row(const Document& document, const Operation& operation);

std::int64_t pace_in_ms(const Pace& pace, std::size_t rows, std::size_t fields);

}  // namespace bursar::sandbox
