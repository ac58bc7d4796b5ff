#include "sync/run.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "store/findings.hpp"
#include "store/run_changes.hpp"
#include "store/runs.hpp"
#include "sync/bounded_clock.hpp"
#include "sync/source_sync.hpp"
#include "sync/summary.hpp"

namespace bursar::sync {
namespace {

using Work = std::function<void(SourceSync&)>;

void add_outcomes(RunResult& result, const std::vector<store::SourceOutcome>& outcomes) {
  for (const store::SourceOutcome& outcome : outcomes) {
    result.inserted += outcome.inserted;
    result.changed += outcome.changed;
    result.unreadable += outcome.unreadable;
    result.requests += outcome.requests;
  }
}

void record(const RunContext& context, const SourceRequest& request,
            std::vector<store::SourceOutcome> outcomes, const Error* failure, RunResult& result) {
  if (failure != nullptr) {
    for (store::SourceOutcome& outcome : outcomes) outcome.error = failure->what();
  }
  store::WriteTransaction transaction(context.database);
  for (const store::SourceOutcome& outcome : outcomes) {
    store::record_outcome(context.database, context.run, outcome);
  }
  transaction.commit();
  add_outcomes(result, outcomes);
  context.observer.source_done(request.name, outcomes, failure);
}

// A difference that remains is what `bursar status` shows of the run.
void note_audit(const RunContext& context, const audit::SourceReport& report, RunResult& result) {
  result.audits.push_back(report);
  store::SourceOutcome outcome;
  outcome.source = report.source;
  outcome.stream = "audit";
  if (!report.agrees()) {
    outcome.error = "the books differ; see `bursar reconcile`";
  } else if (report.lacks_evidence()) {
    outcome.error = "the platform does not answer what proves the books; see `bursar doctor`";
  } else {
    return;
  }
  store::record_outcome(context.database, context.run, outcome);
}

// True when the run should go on with the next source.
bool run_source(const RunContext& context, const SourceRequest& request, const Work& work,
                RunResult& result) {
  context.observer.source_started(request.name);
  SourceSync source(context, request);
  try {
    work(source);
    ++result.sources_done;
    if (source.is_unread()) ++result.unread_sources;
    record(context, request, source.outcomes(), nullptr, result);
    if (source.audited()) note_audit(context, *source.audited(), result);
  } catch (const Stopped& stopped) {
    result.stopped = true;
    record(context, request, source.outcomes(), &stopped, result);
  } catch (const Error& error) {
    // A failing disk is not this source's alone.
    if (error.kind() == ErrorKind::io) throw;
    result.failures.push_back({request.name, error});
    record(context, request, source.outcomes(), &error, result);
  }
  return !result.stopped;
}

// For a run that ends because the disk fails: the note may fail with it, the error itself matters.
void note_end(store::Database& database, std::int64_t run, int exit_status, ledger::Instant now) {
  try {
    store::end_run(database, run, exit_status, now);
  } catch (const Error&) {
    return;
  }
}

// What the versions say that all sources together changed.
void tell_changes(store::Database& database, std::int64_t run, Observer& observer) {
  const auto findings = summarise(store::changes_of_run(database, run));
  if (findings.empty()) return;
  store::WriteTransaction transaction(database);
  for (const store::Finding& finding : findings) store::record_finding(database, run, finding);
  transaction.commit();
  for (const store::Finding& finding : findings) observer.found(finding);
}

RunResult run_all(const char* command, store::Database& database, Connector& connector,
                  os::Clock& wall_clock, const std::vector<SourceRequest>& sources,
                  const Options& options, Observer& observer, const Work& work) {
  BoundedClock clock(wall_clock, connector);
  RunResult result;
  result.run = store::begin_run(database, command, options.program_version, clock.now());
  const RunContext context{database, connector, clock, options, observer, result.run};
  try {
    for (const SourceRequest& request : sources) {
      if (!run_source(context, request, work, result)) break;
    }
    tell_changes(database, result.run, observer);
  } catch (const Error& error) {
    note_end(database, result.run, error.exit_status(), clock.now());
    throw;
  }
  store::end_run(database, result.run, result.exit_status(), clock.now());
  result.findings = static_cast<std::int64_t>(store::findings(database, result.run).size());
  return result;
}

}  // namespace

int RunResult::exit_status() const {
  if (stopped) return bursar::exit_status(ErrorKind::try_later);
  if (!failures.empty()) {
    return sources_done > 0 ? exit_partly_done : failures.front().error.exit_status();
  }
  const auto agrees = [](const audit::SourceReport& report) { return report.agrees(); };
  const auto lacks = [](const audit::SourceReport& report) { return report.lacks_evidence(); };
  if (!std::all_of(audits.begin(), audits.end(), agrees)) return exit_differences;
  const bool lacks_any = unread_sources > 0 || std::any_of(audits.begin(), audits.end(), lacks);
  return lacks_any ? exit_partly_done : exit_done;
}

RunResult run_sync(store::Database& database, Connector& connector, os::Clock& clock,
                   const std::vector<SourceRequest>& sources, const Options& options,
                   Observer& observer) {
  return run_all("sync", database, connector, clock, sources, options, observer,
                 [](SourceSync& source) { source.sync(); });
}

RunResult run_reconcile(store::Database& database, Connector& connector, os::Clock& clock,
                        const std::vector<SourceRequest>& sources, const Options& options,
                        Observer& observer) {
  return run_all("reconcile", database, connector, clock, sources, options, observer,
                 [](SourceSync& source) { source.reconcile(); });
}

RunResult run_backfill(store::Database& database, Connector& connector, os::Clock& clock,
                       const std::vector<SourceRequest>& sources,
                       std::optional<ledger::Instant> from, std::optional<ledger::Instant> to,
                       const Options& options, Observer& observer) {
  return run_all("backfill", database, connector, clock, sources, options, observer,
                 [&](SourceSync& source) { source.backfill(from, to); });
}

}  // namespace bursar::sync
