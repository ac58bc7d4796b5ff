#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/mapping_command.hpp"
#include "cli/mapping_words.hpp"
#include "cli/table.hpp"
#include "document/control_characters.hpp"
#include "document/node.hpp"
#include "error/error.hpp"
#include "export/chart_report.hpp"

namespace bursar::cli {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Charts have rules and accounts, layouts say what a file looks like.
bool looks_like_chart(const mapping::LayoutText& file) {
  const document::Node root = document::parse_printable(file.text, file.document);
  return std::any_of(root.members.begin(), root.members.end(), [](const document::Member& member) {
    return member.key == "accounts" || member.key == "rule" || member.key == "defaults";
  });
}

void check_layout(const std::string& name, Output& output) {
  const mapping::Layout layout = mapping::load_layout(name);
  output.event(event_of(layout));
  const std::size_t columns = layout.csv.columns.size();
  output.note(fmt::format("{} is good: {} as {}{}", name, kind_of(layout), format_of(layout),
                          columns > 0 ? fmt::format(", {} columns", columns) : ""));
}

void check_chart(const std::string& name, Output& output) {
  const mapping::Chart chart = mapping::load_chart(name);
  output.event(event_of(name, chart));
  output.note(fmt::format("{} is good: a chart of {} accounts and {} rules", name,
                          chart.accounts().size(), chart.rule_count()));
}

void report_unused(const std::string& profile, const exporting::ChartReport& report,
                   Output& output) {
  Table table{{{"place"}, {"rule"}}, {}};
  for (const mapping::RuleUse& rule : report.unused) {
    table.rows.push_back({rule.where, rule.about});
    nlohmann::json event = nlohmann::json::object();
    event["type"] = "unused_rule";
    event["profile"] = profile;
    event["where"] = rule.where;
    event["rule"] = rule.about;
    output.event(event);
  }
  if (table.rows.empty()) return;
  output.result(Lines()
                    .add("rules that decide nothing of this ledger:")
                    .add(format_table(table, output.out_terminal().width))
                    .add(""));
}

void report_kinds(const std::string& profile, const char* type, const char* title,
                  const std::vector<exporting::LinesOfKind>& kinds, Output& output) {
  Table table{{{"kind"}, {"side"}, {"category"}, {"lines", true}, {"for example"}}, {}};
  for (const exporting::LinesOfKind& kind : kinds) {
    table.rows.push_back({kind.kind, kind.side, kind.category, grouped(kind.lines),
                          fmt::format("{}", fmt::join(kind.examples, " "))});
    nlohmann::json event = nlohmann::json::object();
    event["type"] = type;
    event["profile"] = profile;
    event["kind"] = kind.kind;
    event["side"] = kind.side;
    event["category"] = kind.category;
    event["lines"] = kind.lines;
    event["examples"] = kind.examples;
    output.event(event);
  }
  if (table.rows.empty()) return;
  output.result(Lines()
                    .add(fmt::format("{}:", title))
                    .add(format_table(table, output.out_terminal().width))
                    .add(""));
}

// How the chart fits the ledger that is stored.
int check_on_ledger(const config::Config& config, const config::ProfileConfig& profile,
                    Invocation& invocation) {
  Output& output = invocation.output;
  store::Database database = open_to_look(config);
  const exporting::Request request = request_of(database, config, profile, invocation);
  const exporting::ChartReport report = exporting::check_chart(database, request);
  if (report.missing) {
    throw Error(ErrorKind::config, *report.missing, "add to [vat] of the chart what it lacks");
  }
  report_unused(profile.name, report, output);
  report_kinds(profile.name, "unmapped_lines", "no rule says where these go, so to suspense",
               report.unmapped, output);
  report_kinds(profile.name, "default_lines", "only a rule for every line says where these go",
               report.by_default, output);
  report_broken(profile.name, report.broken, output);
  output.note(fmt::format("{}: {} lines looked at", profile.name, grouped(report.lines)));
  return report.unmapped.empty() && report.broken.empty() ? exit_done : exit_partly_done;
}

int check_profile(const config::Config& config, const config::ProfileConfig& profile,
                  Invocation& invocation) {
  check_layout(profile.layout, invocation.output);
  if (profile.chart.empty()) return exit_done;
  check_chart(profile.chart, invocation.output);
  return check_on_ledger(config, profile, invocation);
}

int check(Invocation& invocation, const std::string& name) {
  const bool is_file = name.find('/') != std::string::npos || name.ends_with(".toml");
  if (is_file) {
    looks_like_chart(mapping::layout_text(name)) ? check_chart(name, invocation.output)
                                                 : check_layout(name, invocation.output);
    return exit_done;
  }
  const config::Config config = invocation.load_config();
  for (const config::ProfileConfig& profile : config.profiles) {
    if (profile.name == name) return check_profile(config, profile, invocation);
  }
  if (contains(mapping::shipped_charts(), name)) {
    check_chart(name, invocation.output);
  } else if (contains(mapping::shipped_layouts(), name) || config.profiles.empty()) {
    check_layout(name, invocation.output);
  } else {
    (void)config.profile(name);  // throws, naming those that exist
  }
  return exit_done;
}

}  // namespace

void add_mapping_check(Command mapping) {
  const auto name = std::make_shared<std::string>();
  Command command = mapping.add_subcommand(
      "check", "Check a layout, a chart, or how a profile's chart fits the ledger");
  command.add_option("NAME", *name, "A profile, a layout or chart of bursar, or a file").required();
  command.footer("Examples:\n  bursar mapping check ./own.toml\n  bursar mapping check entries -v");
  command.action([name](Invocation& invocation) { return check(invocation, *name); });
}

}  // namespace bursar::cli
