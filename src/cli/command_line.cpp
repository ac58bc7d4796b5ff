#include "cli/command_line.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "error/suggestion.hpp"
#include "text/token_like.hpp"

namespace bursar::cli {
namespace {

constexpr const char* examples = R"(Examples:
  bursar --account my-collective sync          pull the ledger of one collective
  bursar sync                                  pull all sources of bursar.toml
  bursar export                                write the files of all profiles
  bursar --host my-host export --layout transactions --directory .
                                               write one file without any configuration
  bursar reconcile                             prove the books to the cent
  bursar report tax --period 2026-Q1           tax collected and paid
  bursar receipts                              archive receipts and invoices
  bursar status                                what is stored, how far, what went wrong

Exit status: 0 done, 3 partly done, 4 figures differ, 64 usage, 65 bad data, 69 service unavailable, 70 bug,
73/74 cannot write, 75 try again later, 77 token refused, 78 configuration. See bursar(1).)";

// The subcommand that was understood last: its words and flags are what was probably meant.
const CLI::App& deepest(const CLI::App& program) {
  const CLI::App* app = &program;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return *app;
}

// "bursar report tax"
std::string name_of(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : name_of(*parent) + " " + app.get_name();
}

std::vector<std::string> words_of(const CLI::App& app, bool flags) {
  std::vector<std::string> words;
  if (!flags) {
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
      words.push_back(sub->get_name());
    }
    return words;
  }
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
    for (const CLI::Option* option : level->get_options()) {
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
      for (const std::string& name : option->get_snames()) words.push_back("-" + name);
    }
  }
  return words;
}

void add_global_flags(Command command, GlobalFlags& flags) {
  config::Overrides& overrides = flags.overrides;
  command.add_option("--config", overrides.config_file, "Read this configuration file")
      .type_name("FILE");
  command.add_option("--database", overrides.database, "Use this database").type_name("FILE");
  command.add_option("--token-file", overrides.token_file, "Read the access token from this file")
      .type_name("FILE");
  command.add_option("--url", overrides.api_url, "Ask this GraphQL address").type_name("URL");
  const Option account = command
                             .add_option("--account", overrides.account,
                                         "Only this collective or organisation and its projects")
                             .type_name("SLUG");
  command.add_option("--host", overrides.host, "Only this fiscal host, with all it hosts")
      .type_name("SLUG")
      .excludes(account);
  command.add_option("--wait", overrides.wait, "Wait so long for another instance to end")
      .type_name("DURATION");
  command.add_flag("-v,--verbose", flags.verbose, "Say what is done; twice: say more");
  command.add_flag("-q,--quiet", flags.quiet, "Say nothing but errors");
  command.add_flag("--json", flags.json, "Write results as JSON, one event a line");
}

// What is wrong with words that did not parse.
Error usage_error(const CLI::App& program, const std::string& parser_message) {
  const CLI::App& app = deepest(program);
  const std::string help = name_of(app) + " --help";
  const std::vector<std::string> left = program.remaining(true);
  if (left.empty()) return {ErrorKind::usage, parser_message, fmt::format("see `{}`", help)};
  const std::string& word = left.front();
  const bool is_flag = word.starts_with("-");
  const std::vector<std::string> known = words_of(app, is_flag);
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  const char* what = is_flag ? "flag" : (candidates.empty() ? "argument" : "command");
  // The value of a misspelt flag may be a secret: only the name is repeated.
  const std::string name =
      is_flag ? word.substr(0, word.find('=')) : text::named_file(word, "that place");
  return {ErrorKind::usage,
          fmt::format("unknown {} \"{}\"{}", what, name, did_you_mean(name, candidates)),
          fmt::format("see `{}`", help)};
}

// Help was asked for about a command that does not exist. The parser answers that before it looks
// at the words that it did not understand.
bool asks_about_no_command(const CLI::App& program) {
  if (words_of(deepest(program), false).empty()) return false;
  const std::vector<std::string> left = program.remaining(true);
  return std::any_of(left.begin(), left.end(),
                     [](const std::string& word) { return !word.starts_with("-"); });
}

}  // namespace

std::shared_ptr<CLI::App> make_command_line(GlobalFlags& flags, Action& chosen) {
  auto program = std::make_shared<CLI::App>(
      "Keeps an organisation's books in step with its Open Collective ledger.", "bursar");
  program->set_version_flag("--version", std::string("bursar ") + BURSAR_VERSION,
                            "Print the version and end");
  program->set_help_flag("-h,--help", "Print this help and end");
  program->footer(examples);
  program->require_subcommand(1);
  program->fallthrough();  // global flags may stand behind the subcommand, too
  Command command(*program, chosen);
  add_global_flags(command, flags);
  for (const auto& add : {
           add_init,
           add_sync,
           add_backfill,
           add_export,
           add_reconcile,
           add_receipts,
           add_lock,
           add_explain,
           add_report,
           add_status,
           add_doctor,
           add_config,
           add_mapping,
           add_backup,
           add_restore,
           add_completion,
       }) {
    add(command);
  }
  return program;
}

ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments) {
  ParsedCommandLine parsed;
  const auto program = make_command_line(parsed.flags, parsed.action);
  try {
    // CLI11 takes the words from the back.
    program->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& wanted) {  // --help and --version
    if (asks_about_no_command(*program)) throw usage_error(*program, wanted.what());
    std::ostringstream text;
    program->exit(wanted, text, text);
    parsed.printed = text.str();
    parsed.action = {};
  } catch (const CLI::ParseError& error) {
    throw usage_error(*program, error.what());
  }
  return parsed;
}

}  // namespace bursar::cli
