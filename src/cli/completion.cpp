#include "cli/completion.hpp"

#include <fmt/format.h>

#include "mapping/chart.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {
namespace {

void append(std::vector<std::string>& to, const std::vector<std::string>& words) {
  to.insert(to.end(), words.begin(), words.end());
}

void collect(const CommandEntry& command, std::vector<const CommandEntry*>& all) {
  all.push_back(&command);
  for (const CommandEntry& below : command.commands) collect(below, all);
}

}  // namespace

Offers offers_for(const OptionEntry& option) {
  Offers offers;
  offers.words = option.choices;
  const std::string& name = option.names.back();
  const std::string& value = option.takes_value() ? option.value : name;
  if (value == "FILE") offers.files = true;
  if (value == "DIR") offers.directories = true;
  if (value == "SOURCE" || name == "--source") offers.configured = {"source"};
  if (value == "PROFILE") offers.configured = {"profile"};
  if (name == "--layout" || name == "NAME") append(offers.words, mapping::shipped_layouts());
  if (name == "--chart" || value == "CHART" || name == "NAME") {
    append(offers.words, mapping::shipped_charts());
  }
  if (!offers.words.empty() && option.choices.empty()) offers.files = true;  // of one's own
  return offers;
}

std::string configured_names_command(const std::string& type) {
  return fmt::format(
      R"sh(bursar config show --json 2> /dev/null | sed -n 's/.*"name":"\([^"]*\)".*"type":"{}".*/\1/p')sh",
      type);
}

std::vector<const CommandEntry*> all_commands(const CommandEntry& program) {
  std::vector<const CommandEntry*> all;
  collect(program, all);
  return all;
}

}  // namespace bursar::cli
