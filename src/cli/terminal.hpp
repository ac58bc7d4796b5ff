#pragma once

#include <cstddef>

#include "config/config.hpp"

namespace bursar::cli {

// What a stream leads to.
struct Terminal {
  bool is_terminal = false;
  bool colour = false;      // a terminal, and NO_COLOR is not set
  std::size_t width = 100;  // columns; of a terminal its own
  bool is_journal = false;  // systemd's, which takes a priority in front of each line
};

// Of a file descriptor of this process (1: standard output, 2: standard error).
[[nodiscard]] Terminal terminal_of(int descriptor, const config::Environment& environment);

}  // namespace bursar::cli
