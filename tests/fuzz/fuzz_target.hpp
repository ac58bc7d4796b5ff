#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "error/error.hpp"

// What every fuzz target shares. Bad input may end in an Error that says so and in nothing else:
// an error of kind `bug`, another exception, a hang or a sanitizer's report is a finding.

namespace bursar::fuzz {

// Ends the process where a property that must hold for every input does not.
inline void require(bool holds, std::string_view property) {
  if (holds) return;
  fmt::print(stderr, "does not hold: {}\n", property);
  std::abort();
}

// Runs `read` and takes the refusals that users may meet.
template <typename Read>
void refuses_or_reads(const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    require(error.kind() != ErrorKind::bug, error.what());
    require(!std::string_view(error.what()).empty(), "an error says what happened");
  }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace bursar::fuzz
