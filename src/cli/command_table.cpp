#include "cli/command_table.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/command_line.hpp"

namespace bursar::cli {
namespace {

// "a" and "b" of "{a,b}", which is how CLI11 describes a check for membership.
std::vector<std::string> members(std::string_view set) {
  std::vector<std::string> words;
  if (!set.starts_with('{') || !set.ends_with('}')) return words;
  set = set.substr(1, set.size() - 2);
  while (true) {
    const auto comma = set.find(',');
    words.emplace_back(set.substr(0, comma));
    if (comma == std::string_view::npos) return words;
    set.remove_prefix(comma + 1);
  }
}

OptionEntry entry_of(const CLI::Option& option) {
  OptionEntry entry;
  entry.description = option.get_description();
  entry.required = option.get_required();
  entry.many = option.get_items_expected_max() > 1;
  // "BASIS:{created,effective,paid}": the name of the value, then what its checks say.
  const std::string type = option.get_type_name();
  const auto colon = type.find(':');
  if (colon != std::string::npos) entry.choices = members(std::string_view(type).substr(colon + 1));
  if (option.get_positional()) {
    entry.names = {option.get_name()};
    return entry;
  }
  for (const std::string& name : option.get_snames()) entry.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
  if (option.get_items_expected_max() > 0) entry.value = type.substr(0, colon);
  return entry;
}

CommandEntry entry_of(const CLI::App& app, const std::string& path) {
  CommandEntry entry;
  entry.path = path;
  entry.description = app.get_description();
  entry.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    // Every command has the help flag of the program.
    if (!path.empty() && option == app.get_help_ptr()) continue;
    (option->get_positional() ? entry.arguments : entry.options).push_back(entry_of(*option));
  }
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string below = path.empty() ? sub->get_name() : path + " " + sub->get_name();
    entry.commands.push_back(entry_of(*sub, below));
  }
  return entry;
}

}  // namespace

CommandEntry command_table(const CLI::App& program) {
  return entry_of(program, "");
}

CommandEntry command_table() {
  GlobalFlags flags;
  Action chosen;
  return command_table(*make_command_line(flags, chosen));
}

}  // namespace bursar::cli
