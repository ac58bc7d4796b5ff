#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/batch_hook.hpp"
#include "cli/counted.hpp"
#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/invocation.hpp"
#include "cli/profile_check.hpp"
#include "cli/run_record.hpp"
#include "cli/watch.hpp"
#include "config/config.hpp"
#include "config/profile_table.hpp"
#include "config/trusted_files.hpp"
#include "error/error.hpp"
#include "export/export.hpp"
#include "export/reissue.hpp"
#include "ledger/civil_date.hpp"
#include "mapping/layout.hpp"
#include "os/stop_request.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"
#include "store/stopping.hpp"

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
  bool dry_run = false;
  bool accept_corrections = false;
  std::string remap;
  std::string copy;
  std::optional<std::int64_t> reissue;
  std::string to = ".";
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

std::string held_words(const exporting::Result& result) {
  if (result.held.empty()) return {};
  return fmt::format("; {} HELD BACK", result.held.size());
}

void report_parts(const std::string& profile, const exporting::Result& result, Output& output) {
  for (const std::filesystem::path& path : result.recovered) {
    output.event({{"type", "recovered"}, {"profile", profile}, {"path", path.string()}});
    output.note(
        fmt::format("{}: put in its place now, of a batch that was interrupted", path.string()));
  }
  for (const exporting::Opening& opening : result.openings) {
    output.event({{"type", "opening"},
                  {"profile", profile},
                  {"account", opening.account},
                  {"currency", std::string(opening.balance.currency.code())},
                  {"balance", ledger::format_amount(opening.balance)}});
    output.note(fmt::format("{}: opening balance of {}: {} {}", profile, opening.account,
                            opening.balance.currency.code(),
                            ledger::format_amount(opening.balance)));
  }
  for (const exporting::WrittenFile& file : result.files) {
    output.event({{"type", "file"},
                  {"profile", profile},
                  {"path", file.path.string()},
                  {"rows", file.rows},
                  {"totals", decimals(file.totals)}});
    output.note(fmt::format("{}: {}{}", file.path.string(), counted(file.rows, "line"),
                            words(file.totals)));
  }
  for (const exporting::Held& held : result.held) {
    output.event(
        {{"type", "held"}, {"profile", profile}, {"record", held.record}, {"reason", held.reason}});
    output.warning(fmt::format("{}: {} is held back: {}", profile, held.record, held.reason));
  }
}

void report(const std::string& profile, const exporting::Result& result, Output& output) {
  report_parts(profile, result, output);
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "export_done";
  event["profile"] = profile;
  event["batch"] = result.batch;
  event["files"] = result.files.size();
  event["rows"] = result.rows;
  event["entries"] = result.entries;
  event["corrections"] = result.corrections;
  event["caught_up"] = result.caught_up;
  event["zero"] = result.zero;
  event["waiting"] = result.waiting;
  event["held"] = result.held.size();
  event["outside"] = result.outside;
  event["unmapped"] = result.unmapped;
  event["totals"] = decimals(result.totals);
  if (result.through) event["through"] = ledger::format_civil_date(*result.through);
  output.event(event);
  output.note(fmt::format(
      "{}: {}, {}{}{}; {}, {} of nothing, {} waiting for their day to be proven, {} caught up, "
      "{} outside the books{}",
      profile, counted(result.files.size(), "file"), counted(result.rows, "line"),
      words(result.totals),
      result.through ? " up to " + ledger::format_civil_date(*result.through) : "",
      counted(result.corrections, "correction"), counted(result.zero, "row"), result.waiting,
      result.caught_up, result.outside, held_words(result)));
  if (!result.unchanged.empty()) {
    output.event({{"type", "unchanged"}, {"profile", profile}, {"records", result.unchanged}});
    output.note(
        fmt::format("{}: {} handed over before have changed in texts, names or dates alone, "
                    "which corrects nothing; --json lists them",
                    profile, result.unchanged.size()));
  }
  if (result.unmapped == 0) return;
  output.warning(
      fmt::format("{}: {} went to suspense, because no rule of the chart applies; "
                  "`bursar mapping check {}` lists them",
                  profile, counted(result.unmapped, "line"), profile));
}

int exit_status_of(const std::string& profile, const exporting::Result& result, Output& output) {
  if (result.too_many_corrections) {
    output.warning(fmt::format(
        "{}: the batch would correct {} of earlier batches, more than max_corrections "
        "allows. Nothing was handed over. Look at `bursar export --dry-run -v {}`; if it is right, "
        "run `bursar export --accept-corrections {}`",
        profile, counted(result.corrections, "event"), profile, profile));
    return exit_differences;
  }
  return result.held.empty() ? exit_done : exit_partly_done;
}

// A copy or a batch of before must not lie where an importer would take it for something new.
void refuse_drop_directory(const config::Config& config, const std::filesystem::path& target,
                           const char* flag) {
  std::error_code failure;
  const auto wanted = std::filesystem::weakly_canonical(target, failure);
  for (const config::ProfileConfig& profile : config.profiles) {
    if (std::filesystem::weakly_canonical(profile.directory, failure) != wanted) continue;
    throw Error(
        ErrorKind::usage,
        fmt::format("{} is where profile {} hands its files over", target.string(), profile.name),
        fmt::format("with {}, name another directory: --to DIR", flag));
  }
}

void apply_flags(const config::Config& config, const Flags& flags, exporting::Request& request) {
  request.accept_corrections = flags.accept_corrections;
  if (flags.dry_run) request.mode = exporting::Mode::dry_run;
  if (!flags.remap.empty()) request.remap = parse_period("--remap", flags.remap);
  // Without a profile nobody keeps count of what was handed over.
  if (flags.copy.empty() && flags.layout.empty()) return;
  request.mode = exporting::Mode::copy;
  if (!flags.copy.empty()) {
    request.period = parse_period("--copy", flags.copy);
    request.directory = flags.to;
    refuse_drop_directory(config, request.directory, "--copy");
  } else {
    request.period.first = request.start;
  }
}

int reissue(const config::Config& config, store::Database& database, const Flags& flags,
            Output& output) {
  if (flags.profiles.size() != 1) {
    throw Error(ErrorKind::usage, "--reissue needs one profile",
                "name it: `bursar export PROFILE "
                "--reissue BATCH --to DIR`");
  }
  refuse_drop_directory(config, flags.to, "--reissue");
  const std::string& profile = config.profile(flags.profiles.front()).name;
  for (const auto& path : exporting::reissue(database, profile, *flags.reissue, flags.to)) {
    output.event({{"type", "file"}, {"profile", profile}, {"path", path.string()}});
    output.note(fmt::format("{}: as it was handed over, with all names", path.string()));
  }
  return exit_done;
}

// Tells the profile's hook of the batch. What becomes of it is the hook's; whether it went well is
// the status.
int tell_hook(const config::ProfileConfig& profile, const exporting::Result& result,
              Invocation& invocation) {
  std::vector<std::filesystem::path> files = result.recovered;
  for (const exporting::WrittenFile& file : result.files) files.push_back(file.path);
  if (profile.on_batch.empty() || files.empty()) return exit_done;
  const std::string problem =
      run_batch_hook(profile.on_batch, profile.name, result.batch, files, invocation.environment);
  if (problem.empty()) return exit_done;
  invocation.output.warning(fmt::format(
      "{}: on_batch {}; the batch is handed over, and the command is not run for it again",
      profile.name, problem));
  return exit_partly_done;
}

using Profiles = std::vector<config::ProfileConfig>;
// Told of a profile that failed while the others went on.
using Note = std::function<void(const config::ProfileConfig& profile, const Error& error)>;

// A profile that fails does not stop the others.
int export_all(Invocation& invocation, const config::Config& config, store::Database& database,
               const Profiles& profiles, const Flags& flags, const Note& note) {
  std::optional<Error> failure;
  std::size_t failed = 0;
  int status = exit_done;
  for (const config::ProfileConfig& profile : profiles) {
    try {
      exporting::Request request = request_of(database, config, profile, invocation);
      apply_flags(config, flags, request);
      // Before anything is handed over, so that nothing is without its command.
      if (request.mode == exporting::Mode::issue) config::require_trusted_hook(config, profile);
      const exporting::Result result = exporting::run_export(database, request);
      report(profile.name, result, invocation.output);
      status = std::max(status, exit_status_of(profile.name, result, invocation.output));
      if (request.mode == exporting::Mode::issue) {
        status = std::max(status, tell_hook(profile, result, invocation));
      }
    } catch (const Error& error) {
      if (profiles.size() == 1 || os::stop_requested()) throw;
      ++failed;
      if (!failure) failure = error;
      note(profile, error);
      invocation.output.error(
          {error.kind(), fmt::format("{}: {}", profile.name, error.what()), error.next_step()});
    }
  }
  if (failed == 0) return status;
  return failed < profiles.size() ? exit_partly_done : failure->exit_status();
}

int run(Invocation& invocation, const config::Config& config, const Flags& flags) {
  const Profiles profiles = flags.reissue ? Profiles{} : chosen_profiles(config, flags);
  if (flags.layout.empty()) refuse_double_booking(config);
  const auto locked = open_existing(config);
  store::Database& database = locked->database;
  store::heed_stop_requests(database);
  if (flags.reissue) return reissue(config, database, flags, invocation.output);
  // What hands nothing over leaves no trace.
  if (flags.dry_run || !flags.copy.empty() || !flags.layout.empty()) {
    return export_all(invocation, config, database, profiles, flags, [](const auto&...) {});
  }
  return recorded(invocation, database, "export", [&](std::int64_t run) {
    return export_all(invocation, config, database, profiles, flags,
                      [&](const config::ProfileConfig& profile, const Error& error) {
                        note_failure(database, run, "export", profile.source,
                                     fmt::format("{}: {}", profile.name, error.what()));
                      });
  });
}

void add_special_flags(Command command, Flags& flags, const Option& layout) {
  command.add_flag("--dry-run", flags.dry_run, "Say what would be handed over; write nothing");
  command.add_flag("--accept-corrections", flags.accept_corrections,
                   "Hand over more corrections than max_corrections allows");
  command
      .add_option("--remap", flags.remap,
                  "Book what is dated in this period anew by the present chart")
      .type_name("PERIOD")
      .excludes(layout);
  const Option copy =
      command
          .add_option("--copy", flags.copy,
                      "Write a marked copy of a period to --to; nothing is recorded")
          .type_name("PERIOD")
          .excludes(layout);
  command
      .add_option("--reissue", flags.reissue,
                  "Write the files of a batch to --to, byte by byte as they were handed over")
      .type_name("BATCH")
      .excludes(layout)
      .excludes(copy);
  command.add_option("--to", flags.to, "Where --copy and --reissue write").type_name("DIR");
}

}  // namespace

void add_export(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command =
      program.add_subcommand("export", "Write files for accounting software from the database");
  command.add_option("PROFILE", flags->profiles, "Only these profiles of bursar.toml");
  const Option layout =
      command.add_option("--layout", flags->layout, "Without a profile: write in this layout")
          .type_name("NAME|FILE");
  command.add_option("--source", flags->source, "With --layout: of this source")
      .type_name("NAME")
      .needs(layout);
  command.add_option("--directory", flags->directory, "With --layout: into this directory")
      .type_name("DIR")
      .needs(layout);
  command.add_option("--date", flags->date, "With --layout: which date of a row counts")
      .type_name("BASIS")
      .one_of({"created", "effective", "paid"})
      .needs(layout);
  command
      .add_option("--start", flags->start,
                  "With --layout: hand over from this day on; else from the beginning")
      .type_name("DATE")
      .needs(layout);
  command.add_option("--chart", flags->chart, "With --layout: by this chart of accounts")
      .type_name("NAME|FILE")
      .needs(layout);
  add_special_flags(command, *flags, layout);
  command.footer(
      "Examples:\n  bursar export\n  bursar export bank\n"
      "  bursar export bank --reissue 12 --to /tmp\n  bursar export --copy 2026-03 --to ~/audit\n"
      "  bursar --account my-collective export --layout ofx --directory ~/books");
  command.action([flags](Invocation& invocation) {
    const config::Config config = invocation.load_config();
    return watched(invocation, config, "export", [&] { return run(invocation, config, *flags); });
  });
}

}  // namespace bursar::cli
