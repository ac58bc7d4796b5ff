#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/invocation.hpp"
#include "cli/table.hpp"
#include "config/token.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {
namespace {

const char* word(config::Perspective perspective) {
  return perspective == config::Perspective::host ? "host" : "account";
}

// Everything that can be checked without the network: the file, the layouts it names, the token.
int check(Invocation& invocation) {
  const config::Config config = invocation.load_config();
  for (const config::ProfileConfig& profile : config.profiles) {
    (void)mapping::load_layout(profile.layout);
  }
  const config::LoadedToken token = config::load_token(config, invocation.environment);
  for (const std::string& warning : token.warnings) invocation.output.warning(warning);
  const std::string file = config.file.empty() ? "no file" : config.file.string();
  invocation.output.event({{"type", "config"},
                           {"file", config.file.string()},
                           {"sources", config.sources.size()},
                           {"profiles", config.profiles.size()},
                           {"token", token.where}});
  invocation.output.note(fmt::format("{}: {} sources, {} profiles, token from {}", file,
                                     config.sources.size(), config.profiles.size(), token.where));
  return exit_done;
}

void show_text(const config::Config& config, Output& output) {
  Table table{{{"setting"}, {"value"}, {"from"}}, {}};
  for (const config::ShownSetting& setting : config::shown_settings(config)) {
    table.rows.push_back({setting.name, setting.value, config::describe(setting.origin)});
  }
  for (const config::SourceConfig& source : config.sources) {
    table.rows.push_back({"source." + source.name,
                          fmt::format("{} {} from {}", word(source.perspective), source.slug,
                                      ledger::format_rfc3339(source.start).substr(0, 10)),
                          config::describe(source.origin)});
  }
  for (const config::ProfileConfig& profile : config.profiles) {
    table.rows.push_back(
        {"profile." + profile.name,
         fmt::format("{} as {} to {}", profile.source, profile.layout, profile.directory.string()),
         config::describe(profile.origin)});
  }
  output.result(format_table(table, output.out_terminal().width));
}

int show(Invocation& invocation) {
  const config::Config config = invocation.load_config();
  show_text(config, invocation.output);
  for (const config::ShownSetting& setting : config::shown_settings(config)) {
    invocation.output.event({{"type", "setting"},
                             {"name", setting.name},
                             {"value", setting.value},
                             {"from", config::describe(setting.origin)}});
  }
  for (const config::SourceConfig& source : config.sources) {
    invocation.output.event({{"type", "source"},
                             {"name", source.name},
                             {"perspective", word(source.perspective)},
                             {"slug", source.slug},
                             {"start", ledger::format_rfc3339(source.start)},
                             {"from", config::describe(source.origin)}});
  }
  for (const config::ProfileConfig& profile : config.profiles) {
    invocation.output.event({{"type", "profile"},
                             {"name", profile.name},
                             {"source", profile.source},
                             {"layout", profile.layout},
                             {"directory", profile.directory.string()},
                             {"from", config::describe(profile.origin)}});
  }
  return exit_done;
}

}  // namespace

void add_config(CLI::App& program, Action& chosen) {
  CLI::App* config = program.add_subcommand("config", "Check or show the configuration");
  config->require_subcommand(1);
  config
      ->add_subcommand("check", "Check bursar.toml, its layouts and the token, without the network")
      ->footer("Example:\n  bursar config check -v")
      ->callback([&chosen] { chosen = check; });
  config->add_subcommand("show", "Show every setting and where it comes from")
      ->footer("Example:\n  bursar config show")
      ->callback([&chosen] { chosen = show; });
}

}  // namespace bursar::cli
