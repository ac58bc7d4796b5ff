#pragma once

#include <string>
#include <vector>

#include "cli/command_table.hpp"

namespace bursar::cli {

// What a shell offers where a value or argument is expected; all empty: nothing is known of it.
struct Offers {
  std::vector<std::string> words;
  std::vector<std::string> configured;  // "source", "profile": the names in the configuration
  bool files = false;
  bool directories = false;

  [[nodiscard]] bool nothing() const {
    return words.empty() && configured.empty() && !files && !directories;
  }
};

// By the option's name and that of its value.
[[nodiscard]] Offers offers_for(const OptionEntry& option);

// The command by which the scripts learn the names in the configuration, without the `type` of what
// they name: a line each.
[[nodiscard]] std::string configured_names_command(const std::string& type);

// Scripts that complete the commands, options and values of this table.
[[nodiscard]] std::string bash_completion(const CommandEntry& program);
[[nodiscard]] std::string zsh_completion(const CommandEntry& program);
[[nodiscard]] std::string fish_completion(const CommandEntry& program);

// All commands of the table, the program itself first, those below others after them.
[[nodiscard]] std::vector<const CommandEntry*> all_commands(const CommandEntry& program);

}  // namespace bursar::cli
