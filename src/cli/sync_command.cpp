#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/connector.hpp"
#include "cli/counted.hpp"
#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/progress.hpp"
#include "cli/reconcile_report.hpp"
#include "cli/source_requests.hpp"
#include "cli/watch.hpp"
#include "config/duration.hpp"
#include "config/token.hpp"
#include "error/error.hpp"
#include "ledger/civil_date.hpp"
#include "os/stop_request.hpp"
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
  std::string max_duration;
};

sync::Options options(const config::Config& config, const Flags& flags) {
  sync::Options options = run_options(config);
  options.deep = flags.deep;
  options.losses.accept = flags.accept_losses;
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
  output.note(fmt::format("{} new and {} changed rows in {}", result.inserted, result.changed,
                          counted(result.requests, "request")));
  for (const audit::SourceReport& report : result.audits) show_quick_check(report, output);
  if (result.stopped) output.warning("stopped as asked; the next run goes on from here");
  return result.exit_status();
}

// Small differences are everywhere, and whatever is read waits for minutes anyway.
constexpr std::int64_t worth_saying_s = 60;

// Of this machine's clock; 0 where the platform does not tell.
std::int64_t seconds_ahead_of(const ApiConnector& connector) {
  return -connector.seconds_ahead().value_or(0);
}

void warn_of_clock(const ApiConnector& connector, Output& output) {
  const std::int64_t ahead = seconds_ahead_of(connector);
  if (std::llabs(ahead) <= worth_saying_s) return;
  output.warning(
      fmt::format("this machine's clock is {} s {} that of Open Collective: what was created after "
                  "the earlier of the two waits for a later run; set the clock",
                  std::llabs(ahead), ahead > 0 ? "ahead of" : "behind"));
}

enum class Pull { sync, backfill };

void set_an_end(const Flags& flags) {
  if (flags.max_duration.empty()) return;
  const auto seconds = config::parse_duration(flags.max_duration);
  if (!seconds || *seconds == 0) {
    throw Error(ErrorKind::usage,
                fmt::format("--max-duration: \"{}\" is no duration", flags.max_duration),
                "write it with a unit: \"30 min\", \"2 h\"");
  }
  os::stop_after(std::chrono::seconds(*seconds));
}

// Unattended syncs of many users would all begin on the hour.
void wait_a_while(Invocation& invocation, const config::Config& config) {
  if (config.jitter_seconds.value == 0 || invocation.output.err_terminal().is_terminal) return;
  std::random_device source;
  const std::int64_t ms = std::uniform_int_distribution<std::int64_t>(
      0, config.jitter_seconds.value * ledger::ms_per_second)(source);
  invocation.output.note(fmt::format("beginning in {} s", ms / ledger::ms_per_second));
  invocation.clock.sleep_ms(ms);
}

int run(Invocation& invocation, Pull pull, const config::Config& config, const Flags& flags) {
  const auto sources = source_requests(config, flags.sources);
  const auto from = start_of_day("--from", flags.from, config);
  const auto to = start_of_day("--to", flags.to, config);
  if (from && to && *from >= *to) {
    throw Error(ErrorKind::usage,
                fmt::format("--from {} is not before --to {}", flags.from, flags.to),
                "the day of --to is not part of the range any more");
  }
  const config::LoadedToken token = config::load_token(config, invocation.environment);
  for (const std::string& warning : token.warnings) invocation.output.warning(warning);
  if (pull == Pull::sync) wait_a_while(invocation, config);
  set_an_end(flags);
  const auto store = open_for_writing(config);
  ApiConnector connector(config, token.secret, invocation.clock);
  RunProgress progress(invocation.output, invocation.clock);
  const sync::RunResult result =
      pull == Pull::sync ? sync::run_sync(store->database, connector, invocation.clock, sources,
                                          options(config, flags), progress)
                         : sync::run_backfill(store->database, connector, invocation.clock, sources,
                                              from, to, options(config, flags), progress);
  warn_of_clock(connector, invocation.output);
  return report(result, invocation.output);
}

int load_and_run(Invocation& invocation, Pull pull, const Flags& flags) {
  config::Overrides overrides = invocation.overrides;
  overrides.page_size = flags.page_size;
  overrides.page_size_fixed = flags.fixed_page_size;
  const config::Config config = config::load(overrides, invocation.environment);
  return watched(invocation, config, pull == Pull::sync ? "sync" : "backfill",
                 [&] { return run(invocation, pull, config, flags); });
}

void add_flags(Command command, Flags& flags) {
  command.add_option("SOURCE", flags.sources, "Only these sources of bursar.toml");
  command.add_option("--page-size", flags.page_size, "Begin with pages of so many rows")
      .type_name("ROWS");
  command.add_flag("--fixed-page-size", flags.fixed_page_size,
                   "Neither grow nor shrink pages, for measurements");
  command.add_flag("--accept-losses", flags.accept_losses,
                   "Take out of the books whatever is gone from the platform, even if it is much");
  command
      .add_option("--max-duration", flags.max_duration,
                  "Stop after so long; the next run goes on from there")
      .type_name("DURATION");
}

}  // namespace

void add_sync(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command =
      program.add_subcommand("sync", "Bring the database up to date with Open Collective");
  add_flags(command, *flags);
  command.add_flag("--deep", flags->deep, "Read all of history again, not only what differs");
  command.footer("Examples:\n  bursar sync\n  bursar --account my-collective sync -v");
  command.action(
      [flags](Invocation& invocation) { return load_and_run(invocation, Pull::sync, *flags); });
}

void add_backfill(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "backfill", "Read a part of history anew; goes on where it stood when interrupted");
  add_flags(command, *flags);
  command.add_option("--from", flags->from, "First day to read; the source's start if left out")
      .type_name("DATE");
  command.add_option("--to", flags->to, "First day not to read; up to now if left out")
      .type_name("DATE");
  command.footer("Example:\n  bursar backfill --from 2019-01-01 --to 2020-01-01");
  command.action(
      [flags](Invocation& invocation) { return load_and_run(invocation, Pull::backfill, *flags); });
}

}  // namespace bursar::cli
