#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/counted.hpp"
#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/listing.hpp"
#include "cli/mapping_command.hpp"
#include "error/error.hpp"
#include "export/chart_report.hpp"
#include "export/listener.hpp"
#include "store/stopping.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::string profile;
  std::string against;
  std::string period;
};

// Collects what a run would hand over, to be shown by day.
class Preview final : public exporting::Listener {
 public:
  explicit Preview(Output& output) : output_(output) {}

  void entry(const exporting::ListedEntry& entry) override {
    show(entry.day, format_entry(entry), event_of(entry));
  }
  void movement(const exporting::ListedMovement& movement) override {
    show(movement.day, Lines().add(format_movement(movement)), event_of(movement));
  }
  void postponed(const exporting::Postponed& postponed) override {
    nlohmann::json event = nlohmann::json::object();
    event["type"] = postponed.reason;
    event["record"] = postponed.record;
    event["reason"] = postponed.detail;
    output_.event(event);
    const std::string text =
        fmt::format("{} is {}: {}", postponed.record,
                    postponed.reason == "held" ? "held back" : "waiting", postponed.detail);
    postponed.reason == "held" ? output_.warning(text) : output_.note(text);
  }

  void finish() {
    std::stable_sort(shown_.begin(), shown_.end(),
                     [](const Shown& a, const Shown& b) { return a.first < b.first; });
    for (const Shown& shown : shown_) output_.result(shown.second);
  }

 private:
  using Shown = std::pair<ledger::CivilDate, Lines>;
  // Events are for machines, which can sort.
  void show(ledger::CivilDate day, Lines lines, const nlohmann::json& event) {
    output_.event(event);
    if (!output_.json()) shown_.emplace_back(day, std::move(lines));
  }

  Output& output_;
  std::vector<Shown> shown_;
};

nlohmann::json event_of(const exporting::CodingChange& change) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "coding_change";
  event["what"] = change.what;
  event["date"] = ledger::format_civil_date(change.day);
  event["amount"] = ledger::format_amount(change.amount);
  event["currency"] = std::string(change.amount.currency.code());
  event["collective"] = change.collective;
  event["description"] = change.description;
  event["columns"] = nlohmann::json::array();
  for (const auto& column : change.columns) {
    event["columns"].push_back({{"column", column.name},
                                {"before", column.before},
                                {"after", column.after},
                                {"where_before", column.where_before},
                                {"where_after", column.where_after}});
  }
  return event;
}

std::string side_of(const std::string& value, const std::string& where) {
  const std::string shown = value.empty() ? "nothing" : value;
  return where.empty() ? shown : fmt::format("{} ({})", shown, where);
}

int compare(const config::Config& config, const Flags& flags, Invocation& invocation) {
  store::Database database = open_to_look(config);
  const exporting::Request request =
      request_of(database, config, config.profile(flags.profile), invocation);
  require_chart(request, "--against");
  const exporting::LoadedChart old = read_chart(flags.against);
  exporting::DayRange range;
  if (!flags.period.empty()) range = parse_period("--period", flags.period);
  const auto changes = exporting::compare_charts(database, request, *old.chart, range);
  Output& output = invocation.output;
  for (const exporting::CodingChange& change : changes) {
    output.event(event_of(change));
    output.result(fmt::format("  {} {} {} {}  {} “{}”", ledger::format_civil_date(change.day),
                              change.what, ledger::format_amount(change.amount),
                              change.amount.currency.code(), change.collective,
                              change.description));
    for (const auto& column : change.columns) {
      output.result(fmt::format("    {}{} -> {}", padded(column.name, 10),
                                side_of(column.before, column.where_before),
                                side_of(column.after, column.where_after)));
    }
  }
  output.note(fmt::format("{}: {} coded otherwise than by {}", flags.profile,
                          counted(changes.size(), "line is", "lines are"), flags.against));
  return exit_done;
}

int preview(const config::Config& config, const Flags& flags, Invocation& invocation) {
  // A dry run works within a transaction that is taken back, so that it can differ in nothing.
  const auto locked = open_existing(config);
  store::heed_stop_requests(locked->database);
  store::Database& database = locked->database;
  Preview preview(invocation.output);
  exporting::Request request =
      request_of(database, config, config.profile(flags.profile), invocation);
  if (request.layout.layout.kind == mapping::LayoutKind::table) {
    throw Error(ErrorKind::usage,
                fmt::format("profile {} is a table: it books nothing", flags.profile),
                "`bursar export --dry-run -v` counts its rows");
  }
  request.listener = &preview;
  request.mode = exporting::Mode::dry_run;
  if (!flags.period.empty()) {
    request.mode = exporting::Mode::list;
    request.period = parse_period("--period", flags.period);
    if (!request.period.first) request.period.first = request.start;
  }
  const exporting::Result result = exporting::run_export(database, request);
  preview.finish();
  invocation.output.note(fmt::format(
      "{}: {}, {}, {} waiting, {} held back", flags.profile, counted(result.rows, "line"),
      counted(result.corrections, "correction"), result.waiting, result.held.size()));
  return exit_done;
}

}  // namespace

void add_mapping_preview(Command mapping) {
  const auto flags = std::make_shared<Flags>();
  Command command = mapping.add_subcommand(
      "preview", "Show the lines that a profile would hand over now; write nothing");
  command.add_option("PROFILE", flags->profile, "A statement or journal").required();
  command
      .add_option("--against", flags->against,
                  "Show the lines that the profile's chart codes otherwise than this one")
      .type_name("CHART");
  command
      .add_option("--period", flags->period,
                  "Show everything of this period, handed over or not: 2026, 2026-03, all")
      .type_name("PERIOD");
  command.footer(
      "Examples:\n  bursar mapping preview entries\n"
      "  bursar mapping preview entries --period 2026-03\n"
      "  bursar mapping preview entries --against ./before.chart.toml");
  command.action([flags](Invocation& invocation) {
    const config::Config config = invocation.load_config();
    return flags->against.empty() ? preview(config, *flags, invocation)
                                  : compare(config, *flags, invocation);
  });
}

}  // namespace bursar::cli
