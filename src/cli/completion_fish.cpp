#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion.hpp"

namespace bursar::cli {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string joined_names(const CommandEntry& command) {
  std::vector<std::string> names;
  for (const CommandEntry& below : command.commands) names.push_back(below.name());
  return fmt::format("{}", fmt::join(names, " "));
}

// "-n CONDITION" that holds behind the command.
std::string seen(const CommandEntry& command) {
  if (command.path.empty()) return {};
  std::string condition;
  std::string path = command.path;
  while (true) {
    const auto blank = path.find(' ');
    condition += fmt::format("{}__fish_seen_subcommand_from {}", condition.empty() ? "" : "; and ",
                             path.substr(0, blank));
    if (blank == std::string::npos) return fmt::format(" -n {}", quoted(condition));
    path.erase(0, blank + 1);
  }
}

// The same, but only until a command below it was given.
std::string next(const CommandEntry& command) {
  if (command.path.empty()) return " -n __fish_use_subcommand";
  return fmt::format(" -n {}", quoted(fmt::format("__fish_seen_subcommand_from {}; and not "
                                                  "__fish_seen_subcommand_from {}",
                                                  command.path, joined_names(command))));
}

std::string offered(const Offers& offers) {
  std::string text = fmt::format("{}", fmt::join(offers.words, " "));
  const auto append = [&text](const std::string& more) {
    text += (text.empty() ? "" : " ") + more;
  };
  for (const std::string& type : offers.configured)
    append(fmt::format("(__bursar_names {})", type));
  if (offers.directories) append("(__fish_complete_directories)");
  std::string flags = offers.files ? " -F" : "";
  return text.empty() ? flags : flags + " -a " + quoted(text);
}

std::string option_line(const CommandEntry& command, const OptionEntry& option) {
  std::string line = "complete -c bursar" + seen(command);
  for (const std::string& name : option.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (option.takes_value()) {
    const Offers offers = offers_for(option);
    line += (offers.files ? " -r" : " -x") + offered(offers);
  }
  return fmt::format("{} -d {}\n", line, quoted(option.description));
}

}  // namespace

std::string fish_completion(const CommandEntry& program) {
  std::string text = fmt::format(
      "# Completion of bursar for fish, written by `bursar completion fish`.\n"
      "function __bursar_names\n    {}\nend\n\ncomplete -c bursar -f\n",
      configured_names_command("'$argv[1]'"));
  for (const CommandEntry* command : all_commands(program)) {
    for (const OptionEntry& option : command->options) text += option_line(*command, option);
    for (const CommandEntry& below : command->commands) {
      text += fmt::format("complete -c bursar{} -a {} -d {}\n", next(*command), below.name(),
                          quoted(below.description));
    }
    if (command->arguments.empty()) continue;
    const Offers offers = offers_for(command->arguments.front());
    if (!offers.nothing())
      text += fmt::format("complete -c bursar{}{}\n", seen(*command), offered(offers));
  }
  return text;
}

}  // namespace bursar::cli
