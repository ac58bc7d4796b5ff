#pragma once

namespace bursar::cli {

// The whole program: parses the command line, runs the subcommand and returns the exit status of
// design.md section 10. No exception leaves it.
int run_program(int argc, char** argv) noexcept;

}  // namespace bursar::cli
