#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion.hpp"

namespace bursar::cli {
namespace {

constexpr const char* frame =
    R"(# Completion of bursar for bash, written by `bursar completion bash`.
_bursar_names() {{
  {}
}}

_bursar() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} command= words= kind= i
  # Which command it is: words before the present one, without the values of options.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${{COMP_WORDS[i]}}" in
{}    esac
  done
  case "$command ${{COMP_WORDS[COMP_CWORD - 1]}}" in
{}    *)
      if [[ $word == -* ]]; then
        words="{}"
        case $command in
{}        esac
      else
        case $command in
{}        esac
      fi ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [[ -z $kind ]] || compopt -o filenames
  local found
  while [[ -n $kind ]] && read -r found; do COMPREPLY+=("$found"); done < <(compgen "$kind" -- "$word")
}}
complete -F _bursar bursar
)";

std::string option_words(const CommandEntry& command) {
  std::string words;
  for (const OptionEntry& option : command.options) {
    for (const std::string& name : option.names) words += (words.empty() ? "" : " ") + name;
  }
  return words;
}

// What sets `words` and `kind` to these offers.
std::string assignments(const Offers& offers) {
  std::string words = fmt::format("{}", fmt::join(offers.words, " "));
  for (const std::string& type : offers.configured) {
    words += fmt::format("{}$(_bursar_names {})", words.empty() ? "" : " ", type);
  }
  std::string text = fmt::format("words=\"{}\"", words);
  if (offers.files) text += " kind=-f";
  if (offers.directories) text += " kind=-d";
  return text;
}

// Options of the program may stand behind any command.
std::string pattern(const CommandEntry& command, const OptionEntry& option) {
  std::string text;
  for (const std::string& name : option.names) {
    if (!text.empty()) text += " | ";
    text += command.path.empty() ? fmt::format("*\" {}\"", name)
                                 : fmt::format("\"{} {}\"", command.path, name);
  }
  return text;
}

}  // namespace

std::string bash_completion(const CommandEntry& program) {
  std::string path_cases;
  std::string value_cases;
  std::string option_cases;
  std::string word_cases;
  for (const CommandEntry* command : all_commands(program)) {
    std::vector<std::string> below;
    for (const CommandEntry& sub : command->commands) below.push_back(sub.name());
    for (const OptionEntry& option : command->options) {
      if (!option.takes_value()) continue;
      path_cases += fmt::format("      {}) ((i++)) ;;\n", pattern(*command, option));
      value_cases += fmt::format("    {}) {} ;;\n", pattern(*command, option),
                                 assignments(offers_for(option)));
    }
    for (const std::string& name : below) {
      path_cases += fmt::format("      \"{} {}\") command=\"{}\" ;;\n", command->path, name,
                                command->path.empty() ? name : command->path + " " + name);
    }
    if (!command->path.empty() && !command->options.empty()) {
      option_cases += fmt::format("          \"{}\") words+=\" {}\" ;;\n", command->path,
                                  option_words(*command));
    }
    if (!below.empty()) {
      word_cases +=
          fmt::format("          \"{}\") words=\"{}\" ;;\n", command->path, fmt::join(below, " "));
    } else if (!command->arguments.empty()) {
      word_cases += fmt::format("          \"{}\") {} ;;\n", command->path,
                                assignments(offers_for(command->arguments.front())));
    }
  }
  return fmt::format(frame, configured_names_command("'\"$1\"'"), path_cases, value_cases,
                     option_words(program), option_cases, word_cases);
}

}  // namespace bursar::cli
