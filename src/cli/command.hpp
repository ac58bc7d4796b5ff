#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace bursar::cli {

struct Invocation;

// Runs a subcommand; its result is the exit status. What is wrong is thrown as Error.
using Action = std::function<int(Invocation&)>;

// The two classes below stand before CLI11's, whose header takes longer to compile than any file
// that declares flags: only the files of the parser itself include it. Both are references; what
// they refer to belongs to the parser.

// A flag, an option with a value, or a positional argument.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  // What its value is called in the help: "FILE".
  Option& type_name(const std::string& name);
  // The only values there are.
  Option& one_of(const std::vector<std::string>& choices);
  // Repeatable, with one value each time.
  Option& one_at_a_time();
  // Neither may be given with the other.
  Option& excludes(const Option& other);
  // May be given with the other only.
  Option& needs(const Option& other);

 private:
  CLI::Option* option_;
};

// The program or one of its subcommands. What flags are read into must outlive the parsing.
class Command {
 public:
  // `chosen` is set to the action of the command that was given.
  Command(CLI::App& app, Action& chosen) : app_(&app), chosen_(&chosen) {}

  Command add_subcommand(const std::string& name, const std::string& description);
  Option add_flag(const std::string& names, bool& into, const std::string& description);
  // Counts how often it is given.
  Option add_flag(const std::string& names, int& into, const std::string& description);
  Option add_option(const std::string& names, std::string& into, const std::string& description);
  Option add_option(const std::string& names, std::optional<std::string>& into,
                    const std::string& description);
  Option add_option(const std::string& names, std::optional<std::int64_t>& into,
                    const std::string& description);
  Option add_option(const std::string& names, std::vector<std::string>& into,
                    const std::string& description);
  // One that was added before, by one of its names.
  [[nodiscard]] Option option(const std::string& name) const;

  // One of its subcommands must be given.
  Command& require_subcommand();
  // What stands at the end of its help.
  Command& footer(const std::string& text);
  Command& action(Action action);

 private:
  CLI::App* app_;
  Action* chosen_;
};

}  // namespace bursar::cli
