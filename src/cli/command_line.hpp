#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace bursar::cli {

// What the flags that every subcommand knows come to.
struct GlobalFlags {
  config::Overrides overrides;
  bool json = false;
  bool quiet = false;
  int verbose = 0;
};

// What a command line asks for.
struct ParsedCommandLine {
  GlobalFlags flags;
  Action action;             // nothing where help or version was asked for
  std::string printed = {};  // help or version
};

// Parses the words behind the program's name. Throws Error(usage) for what is wrong with them, with
// a suggestion where a word is near one that exists.
[[nodiscard]] ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments);

// The parser itself with all subcommands. `flags` and `chosen` are filled in while it parses and
// must outlive it.
[[nodiscard]] std::shared_ptr<CLI::App> make_command_line(GlobalFlags& flags, Action& chosen);

}  // namespace bursar::cli
