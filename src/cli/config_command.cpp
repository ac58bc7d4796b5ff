#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/invocation.hpp"
#include "cli/profile_check.hpp"
#include "cli/table.hpp"
#include "config/token.hpp"

namespace bursar::cli {
namespace {

const char* word(config::Perspective perspective) {
  return perspective == config::Perspective::host ? "host" : "account";
}

void check_profiles(const config::Config& config, Output& output) {
  document::Problems problems(config.file.string());
  Advice advice;
  const std::vector<PlannedProfile> profiles = plan_profiles(config, problems);
  for (const PlannedProfile& planned : profiles) check_alone(planned, problems);
  check_together(profiles, problems, advice);
  problems.throw_if_any("correct this, then try `bursar config check` again");
  for (const std::string& warning : advice.warnings) output.warning(warning);
  for (const std::string& note : advice.notes) {
    output.event({{"type", "note"}, {"message", note}});
    output.note(note);
  }
}

// Everything that can be checked without the network: the file, the layouts it names, the token.
int check(Invocation& invocation) {
  const config::Config config = invocation.load_config();
  check_profiles(config, invocation.output);
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

// Every setting there is: those of the whole, of each source, of each profile.
std::vector<config::ShownSetting> all_settings(const config::Config& config) {
  std::vector<config::ShownSetting> all = config::shown_settings(config);
  const auto append = [&all](const std::vector<config::ShownSetting>& some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  for (const config::SourceConfig& source : config.sources) append(config::shown_settings(source));
  for (const config::ProfileConfig& profile : config.profiles) {
    append(config::shown_settings(profile));
  }
  return all;
}

int show(Invocation& invocation) {
  const config::Config config = invocation.load_config();
  Table table{{{"setting"}, {"value"}, {"from"}}, {}};
  for (const config::ShownSetting& setting : all_settings(config)) {
    const std::string from = config::describe(setting.origin);
    table.rows.push_back({setting.name, setting.value, from});
    invocation.output.event(
        {{"type", "setting"}, {"name", setting.name}, {"value", setting.value}, {"from", from}});
  }
  invocation.output.result(format_table(table, invocation.output.out_terminal().width));
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

void add_config(Command program) {
  Command config = program.add_subcommand("config", "Check or show the configuration");
  config.require_subcommand();
  config
      .add_subcommand("check", "Check bursar.toml, its layouts and the token, without the network")
      .footer("Example:\n  bursar config check -v")
      .action(check);
  config.add_subcommand("show", "Show every setting and where it comes from")
      .footer("Example:\n  bursar config show")
      .action(show);
}

}  // namespace bursar::cli
