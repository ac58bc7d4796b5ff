#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion.hpp"

namespace bursar::cli {
namespace {

// Text inside single quotes; `special` are characters that the function it is handed to would read
// as more than text.
std::string quoted(std::string_view text, std::string_view special = "") {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// What _arguments does for a value: its last part, behind the second colon.
std::string action(const Offers& offers) {
  std::vector<std::string> steps;
  if (!offers.words.empty()) {
    steps.push_back(fmt::format("compadd -- {}", fmt::join(offers.words, " ")));
  }
  for (const std::string& type : offers.configured) steps.push_back("_bursar_names " + type);
  if (offers.files) steps.emplace_back("_files");
  if (offers.directories) steps.emplace_back("_files -/");
  if (steps.empty()) return " ";
  return fmt::format("{{{}}}", fmt::join(steps, "; "));
}

// A specification for _arguments per name; those of one option exclude each other.
std::string option_specs(const OptionEntry& option) {
  std::string text;
  for (const std::string& name : option.names) {
    const std::string others =
        option.names.size() > 1 ? fmt::format("({})", fmt::join(option.names, " ")) : std::string();
    const std::string value = option.takes_value() ? fmt::format(":{}:{}", option.value,
                                                                 quoted(action(offers_for(option))))
                                                   : std::string();
    text +=
        fmt::format("    '{}{}[{}]{}'\n", others, name, quoted(option.description, "[]:\\"), value);
  }
  return text;
}

std::string argument_specs(const CommandEntry& command) {
  std::string text;
  for (const OptionEntry& argument : command.arguments) {
    text += fmt::format("    '{}:{}:{}'\n", argument.many ? "*" : "", argument.names.front(),
                        quoted(action(offers_for(argument))));
  }
  return text;
}

std::string function_name(const CommandEntry& command) {
  std::string name = command.path.empty() ? "_bursar" : "_bursar_" + command.path;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

constexpr const char* group_frame = R"(
{}() {{
  local line state
  local -a commands=(
{}  )
  _arguments -C $_bursar_global '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest) (( $+functions[{}_$line[1]] )) && {}_$line[1] ;;
  esac
}}
)";

std::string function(const CommandEntry& command) {
  const std::string name = function_name(command);
  if (command.commands.empty()) {
    std::string specs;
    for (const OptionEntry& option : command.options) specs += option_specs(option);
    return fmt::format(
        "\n{}() {{\n  local -a own=(\n{}{}  )\n  _arguments $_bursar_global $own\n}}\n", name,
        specs, argument_specs(command));
  }
  std::string commands;
  for (const CommandEntry& below : command.commands) {
    commands += fmt::format("    '{}:{}'\n", below.name(), quoted(below.description, ":\\"));
  }
  return fmt::format(group_frame, name, commands, name, name);
}

}  // namespace

std::string zsh_completion(const CommandEntry& program) {
  std::string global;
  for (const OptionEntry& option : program.options) global += option_specs(option);
  std::string text = fmt::format(
      "#compdef bursar\n# Completion of bursar for zsh, written by `bursar completion zsh`.\n\n"
      "typeset -ga _bursar_global=(\n{})\n\n_bursar_names() {{\n"
      "  local -a names=(${{(f)\"$({})\"}})\n  compadd -a names\n}}\n",
      global, configured_names_command("'\"$1\"'"));
  for (const CommandEntry* command : all_commands(program)) text += function(*command);
  // The first call comes while the function is loaded, all others find it there.
  return text + "\n[[ $funcstack[1] = _bursar ]] && _bursar \"$@\" || compdef _bursar bursar\n";
}

}  // namespace bursar::cli
