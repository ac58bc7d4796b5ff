#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/connector.hpp"
#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/progress.hpp"
#include "cli/reconcile_report.hpp"
#include "cli/run_record.hpp"
#include "cli/source_requests.hpp"
#include "cli/watch.hpp"
#include "config/token.hpp"
#include "error/error.hpp"
#include "reconcile/record.hpp"
#include "reconcile/source_report.hpp"
#include "store/sources.hpp"
#include "sync/run.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::vector<std::string> sources;
  bool heal = false;
};

// What all sources of a call share.
struct Reconciling {
  Invocation& invocation;
  const config::Config& config;
  store::Database& database;
  ApiConnector& connector;
  bool heal = false;
};

reconcile::SourceReport reconcile_one(const Reconciling& with, const sync::SourceRequest& request,
                                      const sync::Lane& lane) {
  const auto source = store::find_source(with.database, request.name);
  if (!source) {
    throw Error(ErrorKind::try_later, fmt::format("{}: nothing is stored yet", request.name),
                "run `bursar sync` first");
  }
  RunProgress progress(with.invocation.output, with.invocation.clock);
  const auto read_again = [&](const store::Interval& range) {
    const sync::RunResult result =
        sync::run_backfill(with.database, with.connector, with.invocation.clock, {request},
                           range.from, range.to, run_options(with.config), progress);
    if (!result.failures.empty()) throw result.failures.front().error;
    if (result.stopped) throw Error(ErrorKind::try_later, "stopped as asked", "run again");
  };
  const reconcile::Options options{with.invocation.clock.now(), with.heal};
  reconcile::SourceReport report =
      reconcile::reconcile_source(with.database, *lane.client, *source, options, read_again);
  reconcile::record(with.database, *source, report, reconcile::Form::whole, options.now);
  return report;
}

int reconcile_all(const Reconciling& with, const std::vector<sync::SourceRequest>& requests) {
  const sync::Lane lane = with.connector.open();
  bool all_agree = true;
  for (const sync::SourceRequest& request : requests) {
    const reconcile::SourceReport report = reconcile_one(with, request, lane);
    show_reconciliation(report, with.invocation.output);
    all_agree = all_agree && report.agrees();
  }
  return all_agree ? exit_done : exit_differences;
}

int run(Invocation& invocation, const config::Config& config, const Flags& flags) {
  const auto requests = source_requests(config, flags.sources);
  if (!database_exists(config)) {
    const store::Database none(config.database.value, store::OpenMode::read_only);
  }
  const config::LoadedToken token = config::load_token(config, invocation.environment);
  for (const std::string& warning : token.warnings) invocation.output.warning(warning);
  const auto locked = open_for_writing(config);
  ApiConnector connector(config, token.secret, invocation.clock);
  const Reconciling with{invocation, config, locked->database, connector, flags.heal};
  return recorded(invocation, locked->database, "reconcile",
                  [&](std::int64_t) { return reconcile_all(with, requests); });
}

}  // namespace

void add_reconcile(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "reconcile",
      "Compare the platform's balances, the stored rows and what was handed over, to the cent");
  command.add_option("SOURCE", flags->sources, "Only these sources of bursar.toml");
  command.add_flag("--heal", flags->heal,
                   "Read months that differ again even if they have many rows");
  command.footer("Examples:\n  bursar reconcile\n  bursar reconcile my-host --heal");
  command.action([flags](Invocation& invocation) {
    const config::Config config = invocation.load_config();
    return watched(invocation, config, "reconcile",
                   [&] { return run(invocation, config, *flags); });
  });
}

}  // namespace bursar::cli
