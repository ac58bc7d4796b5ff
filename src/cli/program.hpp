#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "config/config.hpp"
#include "os/clock.hpp"

namespace bursar::cli {

// The whole program: parses the command line, runs the subcommand and returns the exit status of
// design.md section 10. No exception leaves it.
int run_program(int argc, char** argv) noexcept;

// What a process is started with; tests give their own.
struct Surroundings {
  std::ostream& out;
  Terminal out_terminal;
  std::ostream& err;
  Terminal err_terminal;
  config::Environment environment;
  os::Clock& clock;
  int asks = -1;  // the descriptor of a terminal where a person answers; -1: there is nobody
};

// The same with everything around it given. `arguments` are without the program's name.
int run_program(const std::vector<std::string>& arguments, const Surroundings& around) noexcept;

}  // namespace bursar::cli
