#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/connector.hpp"
#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/invocation.hpp"
#include "cli/missing_receipts.hpp"
#include "cli/run_record.hpp"
#include "cli/watch.hpp"
#include "config/locations.hpp"
#include "config/token.hpp"
#include "error/error.hpp"
#include "opencollective/file_route.hpp"
#include "receipts/fetching.hpp"
#include "receipts/index_file.hpp"
#include "store/sources.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::vector<std::string> sources;
  std::string period;
  std::string since;
  bool missing = false;
  bool csv = false;
};

receipts::Selection selection_of(const config::Config& config, const Flags& flags) {
  receipts::Selection selection;
  selection.zone = *ledger::TimeZone::find(config.time_zone.value);
  if (!flags.period.empty()) selection.period = parse_period("--period", flags.period);
  if (flags.since.empty()) return selection;
  selection.period.first = ledger::parse_civil_date(flags.since);
  if (selection.period.first) return selection;
  throw Error(ErrorKind::usage, fmt::format("--since: \"{}\" is no date", flags.since),
              "write it as 2026-01-31");
}

std::vector<store::Source> stored_sources(store::Database& database, const config::Config& config,
                                          const std::vector<std::string>& names) {
  std::vector<store::Source> sources;
  for (const config::SourceConfig& configured : chosen_sources(config, names)) {
    const auto source = store::find_source(database, configured.name);
    if (!source) {
      throw Error(ErrorKind::try_later, fmt::format("{}: nothing is stored yet", configured.name),
                  "run `bursar sync` first");
    }
    sources.push_back(*source);
  }
  return sources;
}

void tell(const receipts::Fetched& fetched, Output& output) {
  const store::Receipt& receipt = fetched.receipt;
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "receipt";
  event["expense"] = fetched.expense;
  event["number"] = receipt.number;
  event["total"] = receipt.total;
  event["file"] = receipt.file;
  event["bytes"] = receipt.file.empty() ? 0 : receipt.size;
  event["sha256"] = receipt.sha256;
  event["reason"] = receipt.reason;
  event["detail"] = receipt.detail;
  output.event(event);
  if (!fetched.reason) {
    output.note(receipt.file);
  } else if (!output.json()) {
    output.warning(fmt::format("expense {}, file {} of {}: {}", fetched.expense, receipt.number,
                               receipt.total, receipt.detail));
  }
}

int exit_status_of(const receipts::Tally& tally) {
  if (tally.refused) return tally.refused->exit_status();
  if (tally.stopped) return exit_status(ErrorKind::try_later);
  return tally.failed > 0 ? exit_partly_done : exit_done;
}

void report(const receipts::Tally& tally, Output& output) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "receipts_done";
  event["attached"] = tally.attached;
  event["fetched"] = tally.fetched;
  event["failed"] = tally.failed;
  event["missing"] = tally.missing;
  event["stopped"] = tally.stopped;
  event["exit_status"] = exit_status_of(tally);
  output.event(event);
  output.note(fmt::format("{} of {} files fetched now, {} failed for now, {} missing",
                          tally.fetched, tally.attached, tally.failed, tally.missing));
  if (tally.stopped) output.warning("stopped as asked; the next run goes on from here");
}

int fetch_into_archive(Invocation& invocation, const config::Config& config,
                       const config::LoadedToken& token, store::Database& database,
                       const receipts::Selection& selection,
                       const std::vector<store::Source>& sources) {
  receipts::Archive archive(config::receipts_directory(config),
                            store::Receipts(database).any_archived());
  ApiConnector connector(config, token.secret, invocation.clock);
  const sync::Lane lane = connector.open();
  const auto storage = connector.open_storage();
  opencollective::FileRoute route(*lane.transport, *storage, connector.client_options(),
                                  token.secret);
  const receipts::Limits limits{config.receipts_max_size.value, config.receipts_types.value};
  const receipts::Tally tally = receipts::fetch_receipts(
      database, route, invocation.clock, sources, selection, limits, archive,
      [&](const receipts::Fetched& fetched) { tell(fetched, invocation.output); });
  receipts::write_index(database, selection.zone, archive);
  report(tally, invocation.output);
  if (tally.refused) throw Error(*tally.refused);
  return exit_status_of(tally);
}

int fetch(Invocation& invocation, const config::Config& config, const Flags& flags) {
  const config::LoadedToken token = config::load_token(config, invocation.environment);
  for (const std::string& warning : token.warnings) invocation.output.warning(warning);
  const auto locked = open_existing(config);
  const receipts::Selection selection = selection_of(config, flags);
  const auto sources = stored_sources(locked->database, config, flags.sources);
  return recorded(invocation, locked->database, "receipts", [&](std::int64_t) {
    return fetch_into_archive(invocation, config, token, locked->database, selection, sources);
  });
}

int list(Invocation& invocation, const config::Config& config, const Flags& flags) {
  store::Database database = open_to_look(config);
  const std::vector<store::Source> sources = stored_sources(database, config, flags.sources);
  show_missing_receipts(database, sources, selection_of(config, flags), flags.csv,
                        invocation.output);
  return exit_done;
}

int run(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  if (flags.missing) return list(invocation, config, flags);
  return watched(invocation, config, "receipts", [&] { return fetch(invocation, config, flags); });
}

}  // namespace

void add_receipts(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "receipts", "Archive the receipts and invoices of expenses, or list those that are missing");
  command.add_option("SOURCE", flags->sources, "Only these sources of bursar.toml");
  const Option period =
      command
          .add_option("--period", flags->period,
                      "Only expenses paid in this period: 2026, 2026-03, 2026-01..2026-03")
          .type_name("PERIOD");
  command.add_option("--since", flags->since, "Only expenses paid on this day or later")
      .type_name("DATE")
      .excludes(period);
  const Option missing = command.add_flag("--missing", flags->missing,
                                          "List what is missing, without fetching anything");
  command.add_flag("--csv", flags->csv, "With --missing: as CSV").needs(missing);
  command.footer(
      "Examples:\n  bursar receipts\n  bursar receipts --since 2026-01-01 -v\n"
      "  bursar receipts --missing --period 2026 --csv > missing.csv");
  command.action([flags](Invocation& invocation) { return run(invocation, *flags); });
}

}  // namespace bursar::cli
