#pragma once

#include <memory>
#include <string>

#include "cli/invocation.hpp"

namespace bursar::cli {

// What the flags that every subcommand knows come to.
struct GlobalFlags {
  config::Overrides overrides;
  bool json = false;
  bool quiet = false;
  int verbose = 0;
};

// The parser with all subcommands. `flags` and `chosen` are filled in while it parses and must
// outlive it.
[[nodiscard]] std::shared_ptr<CLI::App> make_command_line(GlobalFlags& flags, Action& chosen);

// What is wrong with a command line that did not parse, with a suggestion where a word is near one
// that exists; always of kind usage.
[[nodiscard]] Error usage_error(const CLI::App& program, const std::string& parser_message);

}  // namespace bursar::cli
