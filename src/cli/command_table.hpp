#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}  // namespace CLI

namespace bursar::cli {

// The command line as plain data, read off the parser itself: what the manual and the completions
// of shells are written from, so that neither can say anything else than what parses.

// An option or a positional argument.
struct OptionEntry {
  std::vector<std::string> names;  // "-v", "--verbose"; one word such as "SOURCE" where positional
  std::string value;               // "FILE", "NAME|FILE"; empty for flags and positionals
  std::vector<std::string> choices;  // the only values there are; empty: any
  std::string description;           // one sentence without its full stop
  bool required = false;
  bool many = false;  // may be given any number of times

  [[nodiscard]] bool takes_value() const { return !value.empty(); }
};

struct CommandEntry {
  std::string path;  // "mapping list"; empty: the program itself
  std::string description;
  std::string footer;  // examples
  std::vector<OptionEntry> arguments;
  std::vector<OptionEntry> options;    // its own, without those of the commands above it
  std::vector<CommandEntry> commands;  // below it, in the order of the parser

  [[nodiscard]] std::string name() const { return path.substr(path.rfind(' ') + 1); }
};

[[nodiscard]] CommandEntry command_table(const CLI::App& program);

// The whole program's, of a parser made for this.
[[nodiscard]] CommandEntry command_table();

}  // namespace bursar::cli
