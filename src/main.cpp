#include "cli/program.hpp"

int main(int argc, char** argv) {
  return bursar::cli::run_program(argc, argv);
}
