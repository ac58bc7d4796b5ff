#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/profile_check.hpp"
#include "config/config.hpp"
#include "config/profile_table.hpp"
#include "error/error.hpp"
#include "export/export.hpp"
#include "ledger/civil_date.hpp"
#include "mapping/layout.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::vector<std::string> profiles;
  std::string layout;
  std::string directory = ".";
  std::string source;
  std::string date;
  std::string start;
  std::string chart;
};

// Without --start everything is handed over: there is nothing that the books could know already.
std::optional<ledger::CivilDate> start_of_flags(const Flags& flags) {
  std::optional<ledger::CivilDate> start;
  if (flags.start.empty() || config::parse_start(flags.start, start)) return start;
  throw Error(ErrorKind::usage, fmt::format("--start: \"{}\" is no day", flags.start),
              "write the first day to hand over as 2026-01-01, or \"beginning\"");
}

// `--layout` stands for a profile that no file has.
config::ProfileConfig profile_of_flags(const config::Config& config, const Flags& flags) {
  if (!flags.profiles.empty()) {
    throw Error(ErrorKind::usage, "--layout makes a profile of its own; it cannot go with a name",
                "leave out one of the two");
  }
  const std::vector<config::SourceConfig> sources =
      chosen_sources(config, flags.source.empty() ? std::vector<std::string>{}
                                                  : std::vector<std::string>{flags.source});
  if (sources.size() > 1) {
    throw Error(ErrorKind::usage, "there are several sources", "say which one with --source NAME");
  }
  config::ProfileConfig profile;
  profile.source = sources.front().name;
  profile.layout = flags.layout;
  const std::string layout = std::filesystem::path(flags.layout).stem().string();
  profile.name = fmt::format("{}-{}", profile.source, layout);
  profile.directory = flags.directory;
  profile.origin = {config::OriginKind::flag, "--layout"};
  profile.chart = flags.chart;
  profile.start = start_of_flags(flags);
  if (flags.date == "created") profile.date = config::DateBasis::created;
  if (flags.date == "effective") profile.date = config::DateBasis::effective;
  if (flags.date == "paid") profile.date = config::DateBasis::paid;
  return profile;
}

std::vector<config::ProfileConfig> chosen_profiles(const config::Config& config,
                                                   const Flags& flags) {
  if (!flags.layout.empty()) return {profile_of_flags(config, flags)};
  if (config.profiles.empty()) {
    throw Error(ErrorKind::config, "no profile is configured",
                "write [profile.NAME] into bursar.toml, or give --layout NAME");
  }
  std::vector<config::ProfileConfig> chosen;
  if (flags.profiles.empty()) {
    // --account and --host leave one source: the profiles of others are not meant.
    for (const config::ProfileConfig& profile : config.profiles) {
      for (const config::SourceConfig& source : config.sources) {
        if (source.name == profile.source) chosen.push_back(profile);
      }
    }
    return chosen;
  }
  for (const std::string& name : flags.profiles) chosen.push_back(config.profile(name));
  return chosen;
}

exporting::Request request_of(store::Database& database, const config::Config& config,
                              const config::ProfileConfig& profile) {
  exporting::Request request;
  request.profile = profile.name;
  const auto source = store::find_source(database, profile.source);
  if (!source) {
    throw Error(ErrorKind::try_later,
                fmt::format("profile {}: nothing of the source {} is stored yet", profile.name,
                            profile.source),
                "run `bursar sync` first");
  }
  request.source = *source;
  request.layout = mapping::load_layout(profile.layout);
  request.calendar = {*ledger::TimeZone::find(config.time_zone.value),
                      profile.date.value_or(config::DateBasis::created)};
  request.directory = profile.directory;
  request.file_mode = profile.file_mode;
  return request;
}

nlohmann::json decimals(const exporting::Totals& totals) {
  nlohmann::json result = nlohmann::json::object();
  for (const auto& [currency, hundredths] : totals) {
    result[std::string(currency.code())] = ledger::format_amount({hundredths, currency});
  }
  return result;
}

std::string words(const exporting::Totals& totals) {
  std::string text;
  for (const auto& [currency, hundredths] : totals) {
    text += fmt::format(", {} {}", currency.code(), ledger::format_amount({hundredths, currency}));
  }
  return text;
}

void report(const std::string& profile, const exporting::Result& result, Output& output) {
  for (const exporting::WrittenFile& file : result.files) {
    output.event({{"type", "file"},
                  {"profile", profile},
                  {"path", file.path.string()},
                  {"rows", file.rows},
                  {"totals", decimals(file.totals)}});
    output.note(fmt::format("{}: {} lines{}", file.path.string(), file.rows, words(file.totals)));
  }
  nlohmann::json event{{"type", "export_done"},        {"profile", profile},
                       {"files", result.files.size()}, {"rows", result.rows},
                       {"zero", result.zero},          {"waiting", result.waiting},
                       {"outside", result.outside},    {"totals", decimals(result.totals)}};
  if (result.through) event["through"] = ledger::format_civil_date(*result.through);
  output.event(event);
  output.note(fmt::format(
      "{}: {} files, {} lines{}{}; {} rows of nothing, {} waiting for their day to be proven, {} "
      "outside the books",
      profile, result.files.size(), result.rows, words(result.totals),
      result.through ? " up to " + ledger::format_civil_date(*result.through) : "", result.zero,
      result.waiting, result.outside));
}

// A profile that fails does not stop the others.
int run(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  const std::vector<config::ProfileConfig> profiles = chosen_profiles(config, flags);
  if (flags.layout.empty()) refuse_double_booking(config);
  store::Database database(config.database.value, store::OpenMode::read_only);
  std::optional<Error> failure;
  std::size_t failed = 0;
  for (const config::ProfileConfig& profile : profiles) {
    try {
      const exporting::Request request = request_of(database, config, profile);
      report(profile.name, exporting::run_export(database, request), invocation.output);
    } catch (const Error& error) {
      if (profiles.size() == 1) throw;
      ++failed;
      if (!failure) failure = error;
      invocation.output.error(
          {error.kind(), fmt::format("{}: {}", profile.name, error.what()), error.next_step()});
    }
  }
  if (failed == 0) return exit_done;
  return failed < profiles.size() ? exit_partly_done : failure->exit_status();
}

}  // namespace

void add_export(CLI::App& program, Action& chosen) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      program.add_subcommand("export", "Write files for accounting software from the database");
  command->add_option("PROFILE", flags->profiles, "Only these profiles of bursar.toml");
  CLI::Option* layout =
      command->add_option("--layout", flags->layout, "Without a profile: write in this layout")
          ->type_name("NAME|FILE");
  command->add_option("--source", flags->source, "With --layout: of this source")
      ->type_name("NAME")
      ->needs(layout);
  command->add_option("--directory", flags->directory, "With --layout: into this directory")
      ->type_name("DIR")
      ->needs(layout);
  command->add_option("--date", flags->date, "With --layout: which date of a row counts")
      ->type_name("BASIS")
      ->check(CLI::IsMember({"created", "effective", "paid"}))
      ->needs(layout);
  command
      ->add_option("--start", flags->start,
                   "With --layout: hand over from this day on; else from the beginning")
      ->type_name("DATE")
      ->needs(layout);
  command->add_option("--chart", flags->chart, "With --layout: by this chart of accounts")
      ->type_name("NAME|FILE")
      ->needs(layout);
  command->footer(
      "Examples:\n  bursar export\n  bursar export bank\n"
      "  bursar --account my-collective export --layout ofx --directory ~/books");
  command->callback([flags, &chosen] {
    chosen = [flags](Invocation& invocation) { return run(invocation, *flags); };
  });
}

}  // namespace bursar::cli
