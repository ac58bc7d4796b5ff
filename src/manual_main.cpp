// A step of the build: the manual page from what a person wrote and what the parser knows.
// usage: bursar-manual WRITTEN > bursar.1
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "cli/manual_page.hpp"
#include "error/error.hpp"

int main(int argc, char** argv) {
  try {
    std::ifstream in(argc > 1 ? argv[1] : "");
    const std::string written{std::istreambuf_iterator<char>(in), {}};
    std::cout << bursar::cli::manual_page(bursar::cli::command_table(), written);
    return in && std::cout.flush() ? 0 : 1;
  } catch (const bursar::Error& error) {
    std::cerr << error.what() << "\n" << error.next_step() << "\n";
    return error.exit_status();
  }
}
