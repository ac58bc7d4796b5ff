#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/profile_status.hpp"
#include "cli/progress.hpp"
#include "cli/table.hpp"
#include "ledger/instant.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/findings.hpp"
#include "store/queries.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "text/token_like.hpp"

namespace bursar::cli {
namespace {

constexpr int runs_shown = 10;

std::string moment(std::optional<ledger::Instant> t, const char* none) {
  return t ? cli::moment(*t) : none;
}

nlohmann::json json_moment(std::optional<ledger::Instant> t) {
  return t ? nlohmann::json(ledger::format_rfc3339(*t)) : nlohmann::json(nullptr);
}

struct SourceState {
  store::Source source;
  store::SourceCounts counts;
  std::optional<ledger::Instant> transactions;  // proven up to
  std::optional<ledger::Instant> expenses;
};

SourceState state_of(store::Database& database, const store::Source& source) {
  return {source, store::count_source(database, source),
          store::watermark(database, {source.source, "transactions", ""}, source.start),
          store::watermark(database, {source.source, "expenses", ""}, source.start)};
}

void show_sources(const std::vector<SourceState>& states, Output& output) {
  Table table{{{"source"},
               {"perspective"},
               {"transactions", true},
               {"proven up to"},
               {"expenses", true},
               {"proven up to"},
               {"changed", true},
               {"unreadable", true}},
              {}};
  for (const SourceState& state : states) {
    table.rows.push_back({state.source.name, state.source.perspective,
                          grouped(state.counts.transactions), moment(state.transactions, "-"),
                          grouped(state.counts.expenses), moment(state.expenses, "-"),
                          grouped(state.counts.changed_rows), grouped(state.counts.unreadable)});
    output.event({{"type", "source_status"},
                  {"source", state.source.name},
                  {"perspective", state.source.perspective},
                  {"account", state.source.account},
                  {"transactions", state.counts.transactions},
                  {"transactions_proven_to", json_moment(state.transactions)},
                  {"newest_transaction", json_moment(state.counts.newest_transaction)},
                  {"expenses", state.counts.expenses},
                  {"expenses_proven_to", json_moment(state.expenses)},
                  {"accounts", state.counts.accounts},
                  {"changed_rows", state.counts.changed_rows},
                  {"unreadable", state.counts.unreadable}});
  }
  if (!table.rows.empty()) output.result(format_table(table, output.out_terminal().width).add(""));
}

std::string outcome_of(const store::Run& run) {
  if (!run.ended_at || !run.exit_status) return "did not end";
  return *run.exit_status == exit_done ? "done" : fmt::format("exit status {}", *run.exit_status);
}

// A line for each thing that the runs found besides new rows.
void show_findings(store::Database& database, const std::vector<store::Run>& runs, Output& output) {
  for (const store::Run& run : runs) {
    const auto findings = store::findings(database, run.run);
    if (findings.empty()) continue;
    output.result("");
    output.result(fmt::format("found by run {}:", run.run));
    for (const store::Finding& finding : findings) {
      output.result(fmt::format("  {}{}{}", finding.alarm ? "! " : "",
                                finding.source.empty() ? "" : finding.source + ": ",
                                finding.sentence));
    }
  }
}

nlohmann::json json_findings(store::Database& database, std::int64_t run) {
  nlohmann::json list = nlohmann::json::array();
  for (const store::Finding& finding : store::findings(database, run)) {
    list.push_back(event_of(finding));
  }
  return list;
}

void show_runs(store::Database& database, const std::vector<store::Run>& runs, Output& output) {
  Table table{{{"run", true}, {"command"}, {"started"}, {"ended"}, {"outcome"}, {"errors"}}, {}};
  for (const store::Run& run : runs) {
    std::string errors;
    nlohmann::json outcomes = nlohmann::json::array();
    for (const store::SourceOutcome& outcome : run.outcomes) {
      outcomes.push_back({{"source", outcome.source},
                          {"stream", outcome.stream},
                          {"requests", outcome.requests},
                          {"rows_read", outcome.rows_read},
                          {"inserted", outcome.inserted},
                          {"changed", outcome.changed},
                          {"unreadable", outcome.unreadable},
                          {"error", outcome.error}});
      if (outcome.error.empty()) continue;
      if (!errors.empty()) errors += "; ";
      errors += outcome.source + (outcome.source.empty() ? "" : ": ") + outcome.error;
    }
    table.rows.push_back({std::to_string(run.run), run.command, moment(run.started_at, ""),
                          moment(run.ended_at, "-"), outcome_of(run), errors});
    output.event({{"type", "run"},
                  {"run", run.run},
                  {"command", run.command},
                  {"version", run.version},
                  {"started_at", json_moment(run.started_at)},
                  {"ended_at", json_moment(run.ended_at)},
                  {"exit_status",
                   run.exit_status ? nlohmann::json(*run.exit_status) : nlohmann::json(nullptr)},
                  {"outcomes", std::move(outcomes)},
                  {"findings", json_findings(database, run.run)}});
  }
  // Errors must not be cut: the table may be wider than the terminal.
  if (!table.rows.empty()) output.result(format_table(table, 10'000));
}

// Configured sources that no run has touched yet.
void show_untouched(const config::Config& config, const std::vector<SourceState>& states,
                    Output& output) {
  for (const config::SourceConfig& source : config.sources) {
    const bool known = std::any_of(states.begin(), states.end(), [&](const SourceState& state) {
      return state.source.name == source.name;
    });
    if (known) continue;
    output.event({{"type", "source_status"}, {"source", source.name}, {"transactions", nullptr}});
    output.result(fmt::format("{}: nothing stored yet; run `bursar sync`", source.name));
  }
}

int run(Invocation& invocation) {
  const config::Config config = invocation.load_config();
  Output& output = invocation.output;
  std::vector<SourceState> states;
  if (!database_exists(config)) {
    output.result(fmt::format("there is no database at {} yet",
                              text::named_file(config.database.value, "database")));
    show_untouched(config, states, output);
    return exit_done;
  }
  store::Database database(config.database.value, store::OpenMode::read_only);
  const bool one_source = invocation.overrides.account || invocation.overrides.host;
  for (const store::Source& source : store::list_sources(database)) {
    if (one_source && source.name != config.sources.front().name) continue;
    states.push_back(state_of(database, source));
  }
  show_sources(states, output);
  show_untouched(config, states, output);
  show_profiles(database, config, output);
  const std::vector<store::Run> runs = store::last_runs(database, runs_shown);
  show_runs(database, runs, output);
  show_findings(database, runs, output);
  return exit_done;
}

}  // namespace

void add_status(Command program) {
  program
      .add_subcommand("status",
                      "Show what is stored and proven, what was handed over, and the last runs")
      .footer("Examples:\n  bursar status\n  bursar status --json")
      .action(run);
}

}  // namespace bursar::cli
