#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "audit/source_report.hpp"
#include "cli/connector.hpp"
#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/progress.hpp"
#include "cli/reconcile_report.hpp"
#include "cli/source_requests.hpp"
#include "cli/watch.hpp"
#include "config/token.hpp"
#include "error/error.hpp"
#include "store/sources.hpp"
#include "sync/run.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::vector<std::string> sources;
  bool repair = false;
};

void refuse_what_was_never_read(store::Database& database,
                                const std::vector<sync::SourceRequest>& requests) {
  for (const sync::SourceRequest& request : requests) {
    if (store::find_source(database, request.name)) continue;
    throw Error(ErrorKind::try_later, fmt::format("{}: nothing is stored yet", request.name),
                "run `bursar sync` first");
  }
}

int run(Invocation& invocation, const config::Config& config, const Flags& flags) {
  const auto requests = source_requests(config, flags.sources);
  if (!database_exists(config)) {
    const store::Database none(config.database.value, store::OpenMode::read_only);
  }
  const config::LoadedToken token = config::load_token(config, invocation.environment);
  for (const std::string& warning : token.warnings) invocation.output.warning(warning);
  const auto locked = open_for_writing(config);
  refuse_what_was_never_read(locked->database, requests);
  ApiConnector connector(config, token.secret, invocation.clock);
  RunProgress progress(invocation.output, invocation.clock);
  sync::Options options = run_options(config);
  options.repair = flags.repair;
  const sync::RunResult result = sync::run_reconcile(locked->database, connector, invocation.clock,
                                                     requests, options, progress);
  for (const audit::SourceReport& report : result.audits) {
    show_reconciliation(report, invocation.output);
  }
  if (result.stopped) invocation.output.warning("stopped as asked; run it again");
  return result.exit_status();
}

}  // namespace

void add_reconcile(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "reconcile",
      "Compare the platform's balances, the stored rows and what was handed over, to the cent");
  command.add_option("SOURCE", flags->sources, "Only these sources of bursar.toml");
  command.add_flag("--repair", flags->repair,
                   "Read months that differ again even if they have many rows");
  command.footer("Examples:\n  bursar reconcile\n  bursar reconcile my-host --repair");
  command.action([flags](Invocation& invocation) {
    const config::Config config = invocation.load_config();
    return watched(invocation, config, "reconcile",
                   [&] { return run(invocation, config, *flags); });
  });
}

}  // namespace bursar::cli
