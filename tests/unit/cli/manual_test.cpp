// Holds deploy/bursar.1 to the parser: every flag and command is in the manual, and the manual
// names none that does not exist.
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_line.hpp"
#include "config/scalar_settings.hpp"

namespace bursar::cli {
namespace {

using testing::HasSubstr;

std::string manual() {
  std::ifstream in(std::string(BURSAR_SOURCE_DIR) + "/deploy/bursar.1");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  // roff writes a dash that is meant as such with a backslash.
  return std::regex_replace(text, std::regex(R"(\\-)"), "-");
}

void collect(const CLI::App& app, std::set<std::string>& flags, std::set<std::string>& commands) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.insert("--" + name);
  }
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    const bool top = app.get_parent() == nullptr;
    const bool has_commands = !sub->get_subcommands([](const CLI::App*) { return true; }).empty();
    if (!has_commands) commands.insert((top ? "" : app.get_name() + " ") + sub->get_name());
    collect(*sub, flags, commands);
  }
}

TEST(Manual, HasEveryFlagAndCommandAndNoOther) {
  GlobalFlags global;
  Action chosen;
  const auto program = make_command_line(global, chosen);
  std::set<std::string> flags;
  std::set<std::string> commands;
  collect(*program, flags, commands);
  EXPECT_GT(flags.size(), 12U);
  EXPECT_GT(commands.size(), 8U);
  const std::string text = manual();
  const std::regex word("--[a-z][a-z-]*");
  const std::set<std::string> named(std::sregex_token_iterator(text.begin(), text.end(), word),
                                    std::sregex_token_iterator());
  EXPECT_EQ(named, flags);
  for (const std::string& command : commands) EXPECT_THAT(text, HasSubstr(command));
}

TEST(Manual, HasEverySettingAndItsVariable) {
  const std::string text = manual();
  for (const config::ScalarSetting& setting : config::scalar_settings()) {
    EXPECT_THAT(text, HasSubstr(std::string(setting.variable)));
    EXPECT_THAT(text, HasSubstr(std::string(setting.key)));
  }
}

TEST(Manual, HasEveryExitStatus) {
  const std::string text = manual();
  for (const int status : {0, 3, 4, 64, 65, 69, 70, 73, 74, 75, 77, 78}) {
    EXPECT_THAT(text, HasSubstr("\n.TP\n.B " + std::to_string(status) + "\n"));
  }
}

}  // namespace
}  // namespace bursar::cli
