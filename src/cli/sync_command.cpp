#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/connector.hpp"
#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/progress.hpp"
#include "config/token.hpp"
#include "error/error.hpp"
#include "ledger/civil_date.hpp"
#include "sync/run.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::vector<std::string> sources;
  std::optional<std::int64_t> page_size;
  bool fixed_page_size = false;
  bool deep = false;
  bool accept_losses = false;
  std::string from;
  std::string to;
};

std::vector<sync::SourceRequest> requests(const config::Config& config,
                                          const std::vector<std::string>& names) {
  std::vector<sync::SourceRequest> requests;
  for (const config::SourceConfig& source : chosen_sources(config, names)) {
    const auto perspective = source.perspective == config::Perspective::host
                                 ? opencollective::Perspective::host
                                 : opencollective::Perspective::account;
    requests.push_back({source.name, perspective, source.slug, source.start});
  }
  return requests;
}

sync::Options options(const config::Config& config, const Flags& flags) {
  sync::Options options;
  options.deep = flags.deep;
  options.losses.accept = flags.accept_losses;
  options.losses.max_shrink_percent = config.max_shrink_percent.value;
  options.settle_ms = config.settle_seconds.value * ledger::ms_per_second;
  options.overlap_ms = config.overlap_seconds.value * ledger::ms_per_second;
  options.page_size = config.page_size.value;
  options.page_size_fixed = config.page_size_fixed.value;
  options.program_version = BURSAR_VERSION;
  return options;
}

// The first moment of a day in the organisation's time zone; nothing for an empty text.
std::optional<ledger::Instant> start_of_day(const char* flag, const std::string& text,
                                            const config::Config& config) {
  if (text.empty()) return std::nullopt;
  const auto date = ledger::parse_civil_date(text);
  if (!date) {
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is no date", flag, text),
                "write it as 2020-01-31");
  }
  return ledger::TimeZone::find(config.time_zone.value)->start_of(*date);
}

int report(const sync::RunResult& result, Output& output) {
  output.event({{"type", "run_done"},
                {"run", result.run},
                {"sources_done", result.sources_done},
                {"sources_failed", result.failures.size()},
                {"inserted", result.inserted},
                {"changed", result.changed},
                {"unreadable", result.unreadable},
                {"requests", result.requests},
                {"findings", result.findings},
                {"stopped", result.stopped},
                {"exit_status", result.exit_status()}});
  output.note(fmt::format("{} new and {} changed rows in {} requests", result.inserted,
                          result.changed, result.requests));
  if (result.stopped) output.warning("stopped as asked; the next run goes on from here");
  return result.exit_status();
}

enum class Command { sync, backfill };

int run(Invocation& invocation, Command command, const Flags& flags) {
  config::Overrides overrides = invocation.overrides;
  overrides.page_size = flags.page_size;
  overrides.page_size_fixed = flags.fixed_page_size;
  const config::Config config = config::load(overrides, invocation.environment);
  const auto sources = requests(config, flags.sources);
  const auto from = start_of_day("--from", flags.from, config);
  const auto to = start_of_day("--to", flags.to, config);
  if (from && to && *from >= *to) {
    throw Error(ErrorKind::usage,
                fmt::format("--from {} is not before --to {}", flags.from, flags.to),
                "the day of --to is not part of the range any more");
  }
  const config::LoadedToken token = config::load_token(config, invocation.environment);
  for (const std::string& warning : token.warnings) invocation.output.warning(warning);
  const auto store = open_for_writing(config);
  ApiConnector connector(config, token.secret, invocation.clock);
  RunProgress progress(invocation.output, invocation.clock);
  const sync::RunResult result =
      command == Command::sync
          ? sync::run_sync(store->database, connector, invocation.clock, sources,
                           options(config, flags), progress)
          : sync::run_backfill(store->database, connector, invocation.clock, sources, from, to,
                               options(config, flags), progress);
  return report(result, invocation.output);
}

void add_flags(CLI::App& command, Flags& flags) {
  command.add_option("SOURCE", flags.sources, "Only these sources of bursar.toml");
  command.add_option("--page-size", flags.page_size, "Begin with pages of so many rows")
      ->type_name("ROWS");
  command.add_flag("--fixed-page-size", flags.fixed_page_size,
                   "Neither grow nor shrink pages, for measurements");
  command.add_flag("--accept-losses", flags.accept_losses,
                   "Take out of the books whatever is gone from the platform, even if it is much");
}

}  // namespace

void add_sync(CLI::App& program, Action& chosen) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      program.add_subcommand("sync", "Bring the database up to date with Open Collective");
  add_flags(*command, *flags);
  command->add_flag("--deep", flags->deep, "Read all of history again, not only what differs");
  command->footer("Examples:\n  bursar sync\n  bursar --account my-collective sync -v");
  command->callback([flags, &chosen] {
    chosen = [flags](Invocation& invocation) { return run(invocation, Command::sync, *flags); };
  });
}

void add_backfill(CLI::App& program, Action& chosen) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = program.add_subcommand(
      "backfill", "Read a part of history anew; goes on where it stood when interrupted");
  add_flags(*command, *flags);
  command->add_option("--from", flags->from, "First day to read; the source's start if left out")
      ->type_name("DATE");
  command->add_option("--to", flags->to, "First day not to read; up to now if left out")
      ->type_name("DATE");
  command->footer("Example:\n  bursar backfill --from 2019-01-01 --to 2020-01-01");
  command->callback([flags, &chosen] {
    chosen = [flags](Invocation& invocation) { return run(invocation, Command::backfill, *flags); };
  });
}

}  // namespace bursar::cli
