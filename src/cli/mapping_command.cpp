#include "cli/mapping_command.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/mapping_words.hpp"
#include "cli/table.hpp"
#include "error/error.hpp"
#include "mapping/chart.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {
namespace {

void list_layouts(Output& output) {
  Table table{{{"layout"}, {"kind"}, {"format"}, {"about"}}, {}};
  for (const std::string& name : mapping::shipped_layouts()) {
    const mapping::Layout layout = mapping::load_layout(name);
    table.rows.push_back({layout.name, kind_of(layout), format_of(layout), layout.about});
    output.event(event_of(layout));
  }
  output.result(format_table(table, output.out_terminal().width));
}

void list_charts(Output& output) {
  Table table{{{"chart"}, {"rules", true}, {"about"}}, {}};
  for (const std::string& name : mapping::shipped_charts()) {
    const mapping::Chart chart = mapping::load_chart(name);
    table.rows.push_back({name, std::to_string(chart.rule_count()), chart.about()});
    output.event(event_of(name, chart));
  }
  output.result(Lines().add("").add(format_table(table, output.out_terminal().width)));
}

int list(Invocation& invocation) {
  list_layouts(invocation.output);
  list_charts(invocation.output);
  return exit_done;
}

int show(Invocation& invocation, const std::string& name) {
  const std::vector<std::string> charts = mapping::shipped_charts();
  const bool is_chart = std::find(charts.begin(), charts.end(), name) != charts.end();
  const std::string text =
      is_chart ? mapping::chart_text(name).text : mapping::layout_text(name).text;
  invocation.output.document(text);
  invocation.output.event(
      {{"type", is_chart ? "chart_text" : "layout_text"}, {"name", name}, {"text", text}});
  return exit_done;
}

int show_rules(Invocation& invocation, const std::string& name) {
  const std::optional<mapping::LayoutText> rules = mapping::shipped_rules(name);
  if (!rules) {
    throw Error(ErrorKind::usage, fmt::format("the layout {} comes without rules", name),
                "--rules is for hledger, which reads CSV by rules: bursar mapping show hledger "
                "--rules");
  }
  invocation.output.document(rules->text);
  invocation.output.event(
      {{"type", "layout_text"}, {"name", rules->document}, {"text", rules->text}});
  return exit_done;
}

void add_show(Command mapping) {
  const auto name = std::make_shared<std::string>();
  const auto rules = std::make_shared<bool>(false);
  Command command =
      mapping.add_subcommand("show", "Print a layout or chart, to be copied and edited");
  command.add_option("NAME", *name, "One that comes with bursar, or the file of a layout")
      .required();
  command.add_flag("--rules", *rules, "Print the rules by which hledger reads its files");
  command.footer(
      "Examples:\n  bursar mapping show transactions > own.toml\n"
      "  bursar mapping show us-host > own.chart.toml\n"
      "  bursar mapping show hledger --rules > hledger.rules");
  command.action([name, rules](Invocation& invocation) {
    return *rules ? show_rules(invocation, *name) : show(invocation, *name);
  });
}

}  // namespace

void require_chart(const exporting::Request& request, const char* what) {
  if (request.chart) return;
  throw Error(ErrorKind::usage, fmt::format("profile {} has no chart of accounts", request.profile),
              fmt::format("{} is about charts; name one in the profile: chart = \"FILE\"", what));
}

void report_broken(const std::string& profile, const std::vector<exporting::Held>& broken,
                   Output& output) {
  for (const exporting::Held& group : broken) {
    nlohmann::json event = nlohmann::json::object();
    event["type"] = "held";
    event["profile"] = profile;
    event["record"] = group.record;
    event["reason"] = group.reason;
    output.event(event);
    output.warning(
        fmt::format("{}: {} would be held back: {}", profile, group.record, group.reason));
  }
}

void add_mapping(Command program) {
  Command mapping =
      program.add_subcommand("mapping", "See how lines are written and booked: layouts and charts");
  mapping.require_subcommand();
  mapping.add_subcommand("list", "List the layouts and charts that come with bursar")
      .footer("Example:\n  bursar mapping list")
      .action(list);
  add_show(mapping);
  add_mapping_check(mapping);
  add_mapping_preview(mapping);
  add_mapping_needs(mapping);
}

}  // namespace bursar::cli
