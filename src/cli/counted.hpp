#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace bursar::cli {

// "1 file", "2 files". `things`: a plural that an s alone does not make.
template <typename Number>
[[nodiscard]] std::string counted(Number number, std::string_view thing,
                                  std::string_view things = {}) {
  if (number == Number{1}) return fmt::format("1 {}", thing);
  return things.empty() ? fmt::format("{} {}s", number, thing)
                        : fmt::format("{} {}", number, things);
}

}  // namespace bursar::cli
